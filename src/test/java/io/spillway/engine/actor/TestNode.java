package io.spillway.engine.actor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.event.NamedAutomations;
import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.engine.search.Searches;
import io.spillway.engine.step.StepKind;
import io.spillway.store.Store;
import io.spillway.testing.TestRunner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node without its HTTP side, on any store, for tests of what lies below. */
final class TestNode implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Clock clock;
  final Grid grid;
  final Searches searches;
  final ActorContext shared;
  final LocalRouter router;

  TestNode(Store store, Clock clock) {
    this(store, clock, new ActorSettings(50_000, Duration.ofMinutes(10), 128, Quotas.NONE));
  }

  TestNode(Store store, Clock clock, ActorSettings settings) {
    this(store, clock, settings, List.of());
  }

  /** A node that runs steps of these kinds. */
  TestNode(Store store, Clock clock, List<StepKind> kinds) {
    this(store, clock, new ActorSettings(50_000, Duration.ofMinutes(10), 128, Quotas.NONE), kinds);
  }

  private TestNode(Store store, Clock clock, ActorSettings settings, List<StepKind> kinds) {
    this.clock = clock;
    grid = Grid.start(GridSettings.alone(0), store);
    searches = new Searches(grid.segments(), store);
    shared = context(store, settings, kinds);
    router = new LocalRouter(vertx, shared);
  }

  private ActorContext context(Store store, ActorSettings settings, List<StepKind> kinds) {
    Telemetry telemetry = new Telemetry(vertx, meters, NamedAutomations.ALL);
    return new ActorContext(
        store,
        grid.segments(),
        searches.paused(),
        grid.membership(),
        clock,
        settings,
        new SegmentIds(vertx, store.executions()),
        telemetry,
        new RepeatedWarnings(clock),
        TestRunner.context(store, grid.segments(), telemetry, meters, clock, kinds));
  }

  /** The result of a future, waited for. */
  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 60 s", e);
    }
  }

  /** An automation that does not exist yet. */
  Automation automation(String id, BreakerLimit limit) {
    return new Automation(
        id,
        new Automation.Profile(id, "", ""),
        true,
        false,
        Automation.Document.EMPTY,
        Map.of(),
        limit,
        RunnerSettings.EXTERNAL,
        1,
        clock.instant(),
        Optional.empty());
  }

  Automation create(String id, BreakerLimit limit) {
    Automation automation = automation(id, limit);
    await(router.send(id, new AutomationCommand.Create(automation, "test")));
    return automation;
  }

  /** Fires triggers all at once and answers the ids of their executions. */
  List<Long> fire(String id, int count) {
    List<Future<Long>> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] context = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
      replies.add(router.send(id, new AutomationCommand.Execute(context, "test")));
    }
    await(Future.all(replies));
    return replies.stream().map(Future::result).toList();
  }

  Future<Resolution> resolve(String id, Decision decision) {
    return router.send(
        id, new AutomationCommand.ResolvePaused(new Resolution.Order(decision, "a test", "test")));
  }

  BreakerReport report(String id) {
    return await(router.send(id, new AutomationCommand.DescribeBreaker()));
  }

  /** Stops the actors as they are, as at the end of the drain timeout. */
  void stopActors() {
    vertx.deploymentIDs().forEach(id -> await(vertx.undeploy(id)));
  }

  @Override
  public void close() {
    await(router.drain());
    closeWithoutDraining();
  }

  void closeWithoutDraining() {
    await(vertx.close());
    searches.close();
    grid.close();
  }
}
