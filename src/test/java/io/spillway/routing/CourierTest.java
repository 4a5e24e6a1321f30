package io.spillway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.actor.ActorSettings;
import io.spillway.actor.AutomationCommand;
import io.spillway.actor.LocalRouter;
import io.spillway.actor.Operation;
import io.spillway.grid.Grid;
import io.spillway.grid.GridSettings;
import io.spillway.store.SqliteStore;
import io.spillway.store.Store;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {
  private final Clock clock = Clock.systemUTC();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  private final Store store = SqliteStore.inMemory("courier", clock, meters);
  private final Grid grid = Grid.start(GridSettings.alone(0), store);
  private final Courier courier =
      new Courier(
          grid.membership(),
          new LocalRouter(
              vertx, store, grid, clock, new ActorSettings(10, Duration.ofMinutes(1), 1), meters));

  @AfterEach
  void close() {
    vertx.close().await();
    grid.close();
    store.close();
  }

  @Test
  void carriesCommandsAfterAChangeThatCameBeforeItHadStarted() throws Exception {
    Promise<Parcel> arrived = Promise.promise();
    vertx
        .eventBus()
        .<Buffer>consumer(
            "spillway.node.other", message -> arrived.tryComplete(Wire.read(message.body())));
    courier.forgetNodesOtherThan(Set.of());
    vertx.deployVerticle(courier).await(30, TimeUnit.SECONDS);

    courier.send("other", "a", new AutomationCommand.DescribeBreaker(), Operation.next());

    assertThat(arrived.future().await(30, TimeUnit.SECONDS).commands())
        .singleElement()
        .extracting(Parcel.Order::automationId)
        .isEqualTo("a");
  }
}
