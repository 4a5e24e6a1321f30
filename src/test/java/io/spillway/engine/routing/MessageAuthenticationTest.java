package io.spillway.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.engine.grid.ClusterSecret;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageAuthenticationTest {
  private static final String ADDRESS = "to.node";
  private static final Buffer BODY = Buffer.buffer("delete everything");

  private final Vertx vertx = Vertx.vertx();
  private final Store store =
      SqliteStore.inMemory("authentication", Clock.systemUTC(), new SimpleMeterRegistry());
  private final Grid grid = Grid.start(GridSettings.alone(0), store);
  private final MessageAuthentication sender = knowing("s");
  private final MessageAuthentication receiver = knowing("s");

  private MessageAuthentication knowing(String letter) {
    return new MessageAuthentication(
        Optional.of(new ClusterSecret(letter.repeat(32))), grid.membership());
  }

  @BeforeEach
  void receive() {
    for (String address : new String[] {ADDRESS, "to.another"}) {
      vertx.eventBus().consumer(address, message -> message.reply(receiver.isAuthentic(message)));
    }
  }

  @AfterEach
  void close() {
    vertx.close().await();
    grid.close();
    store.close();
  }

  @Test
  void aMessageOfAMemberIsTakenOnce() throws Exception {
    DeliveryOptions signed = sender.sign(new DeliveryOptions(), ADDRESS, BODY);

    assertThat(isTaken(ADDRESS, BODY, signed)).isTrue();
    assertThat(isTaken(ADDRESS, BODY, signed)).as("replayed").isFalse();
    assertThat(isTaken(ADDRESS, BODY, sender.sign(new DeliveryOptions(), ADDRESS, BODY))).isTrue();
  }

  @Test
  void aForgedMessageIsRefused() throws Exception {
    assertThat(isTaken(ADDRESS, BODY, new DeliveryOptions())).as("not signed").isFalse();
    assertThat(isTaken(ADDRESS, BODY, knowing("t").sign(new DeliveryOptions(), ADDRESS, BODY)))
        .as("another secret")
        .isFalse();
    assertThat(
            isTaken(
                ADDRESS,
                Buffer.buffer("delete the rest"),
                sender.sign(new DeliveryOptions(), ADDRESS, BODY)))
        .as("another body")
        .isFalse();
    assertThat(isTaken("to.another", BODY, sender.sign(new DeliveryOptions(), ADDRESS, BODY)))
        .as("for another node")
        .isFalse();
    assertThat(isTaken(ADDRESS, BODY.toString(), sender.sign(new DeliveryOptions(), ADDRESS, BODY)))
        .as("a body of another type")
        .isFalse();
    DeliveryOptions renumbered = sender.sign(new DeliveryOptions(), ADDRESS, BODY);
    renumbered.getHeaders().set("spillway-number", "4000");
    assertThat(isTaken(ADDRESS, BODY, renumbered)).as("another number").isFalse();
    DeliveryOptions garbled = sender.sign(new DeliveryOptions(), ADDRESS, BODY);
    garbled.getHeaders().set("spillway-code", "no Base64!");
    assertThat(isTaken(ADDRESS, BODY, garbled)).as("no code").isFalse();
  }

  @Test
  void aMessageOfOneThatIsNoMemberIsRefused() throws Exception {
    try (Store elsewhere =
            SqliteStore.inMemory("elsewhere", Clock.systemUTC(), new SimpleMeterRegistry());
        Grid other = Grid.start(GridSettings.alone(0), elsewhere)) {
      MessageAuthentication gone =
          new MessageAuthentication(
              Optional.of(new ClusterSecret("s".repeat(32))), other.membership());

      assertThat(isTaken(ADDRESS, BODY, gone.sign(new DeliveryOptions(), ADDRESS, BODY))).isFalse();
    }
  }

  private boolean isTaken(String address, Object body, DeliveryOptions options)
      throws TimeoutException {
    return vertx
        .eventBus()
        .<Boolean>request(address, body, options)
        .await(30, TimeUnit.SECONDS)
        .body();
  }
}
