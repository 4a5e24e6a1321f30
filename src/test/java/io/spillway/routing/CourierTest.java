package io.spillway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.actor.Ack;
import io.spillway.actor.ActorSettings;
import io.spillway.actor.AutomationCommand;
import io.spillway.actor.BreakerReport;
import io.spillway.actor.LocalRouter;
import io.spillway.actor.Operation;
import io.spillway.grid.Grid;
import io.spillway.grid.GridSettings;
import io.spillway.store.SqliteStore;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

  @Test
  void aReplyToANodeThatWasAwayMeanwhileIsTakenForNoOther() throws Exception {
    BlockingQueue<Parcel> arrived = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .<Buffer>consumer(
            "spillway.node.other",
            message -> {
              message.reply(Buffer.buffer());
              arrived.add(Wire.read(message.body()));
            });
    vertx.deployVerticle(courier).await(30, TimeUnit.SECONDS);
    Future<BreakerReport> lost =
        courier.send("other", "a", new AutomationCommand.DescribeBreaker(), Operation.next());
    long before = numberOf(arrived);
    courier.forgetNodesOtherThan(Set.of());
    Future<Long> waiting =
        courier.send("other", "a", new AutomationCommand.Execute(new byte[0]), Operation.next());
    long after = numberOf(arrived);

    reply(before, Ack.DONE);
    reply(after, 4_096L);

    assertThat(waiting.await(30, TimeUnit.SECONDS)).isEqualTo(4_096);
    assertThat(lost.failed()).isTrue();
  }

  private static long numberOf(BlockingQueue<Parcel> arrived) throws InterruptedException {
    Parcel parcel = arrived.poll(30, TimeUnit.SECONDS);
    assertThat(parcel).isNotNull();
    return parcel.commands().get(0).number();
  }

  /** Replies as the other node. */
  private void reply(long number, Object reply) {
    Wire.Writer writer = new Wire.Writer("other");
    writer.add(new Parcel.Reply(number, new Outcome.Done(reply)));
    vertx.eventBus().send("spillway.node." + grid.membership().localNode(), writer.message());
  }
}
