package io.spillway.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.engine.actor.Ack;
import io.spillway.engine.actor.ActorContext;
import io.spillway.engine.actor.ActorSettings;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.BreakerReport;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.actor.Operation;
import io.spillway.engine.actor.Quotas;
import io.spillway.engine.actor.RepeatedWarnings;
import io.spillway.engine.actor.SegmentIds;
import io.spillway.engine.event.NamedAutomations;
import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.engine.search.Searches;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.TestRunner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeMessengerTest {
  private final Clock clock = Clock.systemUTC();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  private final Store store = SqliteStore.inMemory("messenger", clock, meters);
  private final Grid grid = Grid.start(GridSettings.alone(0), store);
  private final Searches searches = new Searches(grid.segments(), store);
  private final Telemetry telemetry = new Telemetry(vertx, meters, NamedAutomations.ALL);
  private final NodeMessenger messenger =
      new NodeMessenger(
          grid.membership(),
          new MemberRequests(vertx, Optional.empty(), grid.membership()),
          new LocalRouter(
              vertx,
              new ActorContext(
                  store,
                  grid.segments(),
                  searches.paused(),
                  grid.membership(),
                  clock,
                  new ActorSettings(10, Duration.ofMinutes(1), 1, Quotas.NONE),
                  new SegmentIds(vertx, store.executions()),
                  telemetry,
                  new RepeatedWarnings(clock),
                  TestRunner.context(
                      store, grid.segments(), telemetry, meters, clock, List.of()))));

  @AfterEach
  void close() {
    vertx.close().await();
    searches.close();
    grid.close();
    store.close();
  }

  @Test
  void carriesCommandsAfterAChangeThatCameBeforeItHadStarted() throws Exception {
    Promise<MessageBatch> arrived = Promise.promise();
    vertx
        .eventBus()
        .<Buffer>consumer(
            "spillway.node.other",
            message -> arrived.tryComplete(MessageBatchCodec.read(message.body())));
    messenger.forgetNodesOtherThan(Set.of());
    vertx.deployVerticle(messenger).await(30, TimeUnit.SECONDS);

    messenger.send("other", "a", new AutomationCommand.DescribeBreaker(), Operation.next());

    assertThat(arrived.future().await(30, TimeUnit.SECONDS).commands())
        .singleElement()
        .extracting(MessageBatch.CommandMessage::automationId)
        .isEqualTo("a");
  }

  @Test
  void aReplyToANodeThatWasAwayMeanwhileIsTakenForNoOther() throws Exception {
    BlockingQueue<MessageBatch> arrived = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .<Buffer>consumer(
            "spillway.node.other",
            message -> {
              message.reply(Buffer.buffer());
              arrived.add(MessageBatchCodec.read(message.body()));
            });
    vertx.deployVerticle(messenger).await(30, TimeUnit.SECONDS);
    Future<BreakerReport> lost =
        messenger.send("other", "a", new AutomationCommand.DescribeBreaker(), Operation.next());
    long before = numberOf(arrived);
    messenger.forgetNodesOtherThan(Set.of());
    Future<Long> waiting =
        messenger.send(
            "other", "a", new AutomationCommand.Execute(new byte[0], "test"), Operation.next());
    long after = numberOf(arrived);

    reply(before, Ack.DONE);
    reply(after, 4_096L);

    assertThat(waiting.await(30, TimeUnit.SECONDS)).isEqualTo(4_096);
    assertThat(lost.failed()).isTrue();
  }

  private static long numberOf(BlockingQueue<MessageBatch> arrived) throws InterruptedException {
    MessageBatch batch = arrived.poll(30, TimeUnit.SECONDS);
    assertThat(batch).isNotNull();
    return batch.commands().get(0).number();
  }

  /** Replies as the other node. */
  private void reply(long number, Object reply) {
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer("other");
    writer.add(new MessageBatch.ReplyMessage(number, new CommandResult.Done(reply)));
    vertx.eventBus().send("spillway.node." + grid.membership().localNode(), writer.message());
  }
}
