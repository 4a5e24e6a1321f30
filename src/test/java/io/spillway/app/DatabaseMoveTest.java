package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.engine.grid.ClusterSecret;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.engine.routing.MemberRequests;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two members in one JVM, of which one finds the database on another server. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseMoveTest {
  private static final String CLUSTER = "database-move-test";

  private final List<Integer> ports = Stream.generate(Ports::free).distinct().limit(4).toList();
  private final List<String> addresses =
      ports.stream().limit(2).map(port -> "127.0.0.1:" + port).toList();
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final Store store = hearing();
  private final Grid first = grid(0);
  private final Grid second = grid(1);

  private Store hearing() {
    Store behind = SqliteStore.inMemory("moved", Clock.systemUTC(), new SimpleMeterRegistry());
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("lookAgain")) {
                heard.add((String) arguments[0]);
                return null;
              }
              return method.invoke(behind, arguments);
            });
  }

  private Grid grid(int number) {
    return Grid.start(
        new GridSettings(
            CLUSTER,
            "127.0.0.1",
            ports.get(number),
            addresses,
            Optional.empty(),
            0,
            Optional.empty()),
        store);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    store.close();
  }

  @Test
  void theOtherMembersAreTold() throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> first.membership().nodesWithData().size() == 2);
    Vertx here = vertx(0, first);
    Vertx there = vertx(1, second);
    DatabaseMove telling = move(here, first);
    DatabaseMove hearing = move(there, second);
    telling.start().await(60, TimeUnit.SECONDS);
    hearing.start().await(60, TimeUnit.SECONDS);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              telling.tell("another");
              return !heard.isEmpty();
            });

    assertThat(heard).containsOnly("another");
    here.close().await(30, TimeUnit.SECONDS);
    there.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void nobodyIsWaitedForWhoDoesNotAnswer() throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> first.membership().nodesWithData().size() == 2);
    Vertx here = vertx(0, first);

    move(here, first).tell("another");

    assertThat(heard).isEmpty();
    here.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void aNoticeThatNoMemberHasSentIsRefused() throws Exception {
    Vertx here = vertx(0, first);
    ClusterSecret secret = new ClusterSecret("s".repeat(32));
    new DatabaseMove(
            new MemberRequests(here, Optional.of(secret), first.membership()),
            first.membership(),
            store)
        .start()
        .await(30, TimeUnit.SECONDS);

    Future<?> refused =
        here.eventBus()
            .request(
                DatabaseMove.ADDRESS + first.membership().localNode(), Buffer.buffer("another"));

    assertThatThrownBy(() -> refused.await(30, TimeUnit.SECONDS))
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("not from a member");
    assertThat(heard).isEmpty();
    here.close().await(30, TimeUnit.SECONDS);
  }

  private DatabaseMove move(Vertx vertx, Grid grid) {
    return new DatabaseMove(
        new MemberRequests(vertx, Optional.empty(), grid.membership()), grid.membership(), store);
  }

  private Vertx vertx(int number, Grid grid) throws Exception {
    return NodeVertx.start(
            new Settings.Cluster(
                CLUSTER,
                "127.0.0.1",
                ports.get(number),
                ports.get(2 + number),
                addresses,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty()),
            grid)
        .await(60, TimeUnit.SECONDS);
  }
}
