package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Resolution.Counts;
import io.spillway.domain.resolution.Selection;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import io.spillway.store.sql.FaultyStore;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node finds of what an earlier one left in the same file. */
class RestartTest {
  private static final String ID = "a";

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void theWindowIsRebuiltFromTheExecutions() {
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      node.create(ID, new BreakerLimit(100, BreakerPeriod.HOUR));
      node.fire(ID, 60);
      clock.advance(Duration.ofMinutes(30));
      node.fire(ID, 30);
    }
    clock.advance(Duration.ofMinutes(29));
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      assertThat(node.report(ID).windowCount()).isEqualTo(90);
      node.fire(ID, 11);
      BreakerReport report = node.report(ID);
      assertThat(report.automation().breaker()).isInstanceOf(BreakerState.Tripped.class);
      assertThat(report.pausedCount()).isEqualTo(1);
    }
    clock.advance(Duration.ofMinutes(1));
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      BreakerReport report = node.report(ID);
      assertThat(report.windowCount()).isEqualTo(40);
      assertThat(report.automation().breaker()).isInstanceOf(BreakerState.Tripped.class);
      assertThat(TestNode.await(node.resolve(ID, Decision.RUN)).counts())
          .isEqualTo(new Counts(1, 0));
    }
  }

  @Test
  void whoTriggeredIsKnownAfterARestart() {
    List<Long> ids;
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      node.create(ID, new BreakerLimit(1, BreakerPeriod.HOUR));
      ids =
          Stream.of("ada", "Zoë", "ada", "event bus")
              .map(actor -> new AutomationCommand.Execute(new byte[] {'{', '}'}, actor))
              .map(trigger -> node.router.send(ID, trigger))
              .toList()
              .stream()
              .map(TestNode::await)
              .toList();
    }
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      assertThat(ids)
          .extracting(
              id ->
                  node.searches
                      .executions()
                      .find(id)
                      .toCompletableFuture()
                      .join()
                      .orElseThrow()
                      .fact()
                      .actor())
          .containsExactly("ada", "Zoë", "ada", "event bus");
    }
  }

  @Test
  void aResetIsNotUndoneByARestart() {
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      node.create(ID, new BreakerLimit(100, BreakerPeriod.HOUR));
      node.fire(ID, 150);
      TestNode.await(node.resolve(ID, Decision.CANCEL));
      node.fire(ID, 20);
    }
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      assertThat(node.report(ID).windowCount()).isEqualTo(20);
    }
  }

  @Test
  void aResolutionCutShortGoesOnAndCountsWhatWasMovedBefore() {
    Resolution cutShort;
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      node.create(ID, new BreakerLimit(10, BreakerPeriod.HOUR));
      List<Long> ids = node.fire(ID, 5_130);
      // Answered when the segments have what the triggers were answered for.
      node.report(ID);
      cutShort = recordDecision(store);
      resolveSegment(store, ids.get(0) / 1_024, cutShort);
      resolveSegment(store, ids.get(2_000) / 1_024, cutShort);
    }
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      TestNode.await(node.router.resumeResolutions());
      await().until(() -> store.automations().resolution(ID, cutShort.id()).orElseThrow().isDone());
      Resolution done = store.automations().resolution(ID, cutShort.id()).orElseThrow();
      assertThat(done.counts()).isEqualTo(new Counts(5_120, 0));
      assertThat(done.order()).isEqualTo(cutShort.order());
      assertThat(node.report(ID).pausedCount()).isZero();
      assertThat(store.automations().allUnfinishedResolutions()).isEmpty();
      assertThat(TestNode.await(node.resolve(ID, Decision.RUN)).counts()).isEqualTo(Counts.NONE);
    }
  }

  @Test
  void aResolutionOfAPartGoesOnWithJustThatPart() {
    Resolution cutShort;
    List<Long> ids;
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      node.create(ID, new BreakerLimit(10, BreakerPeriod.HOUR));
      ids = node.fire(ID, 5_130);
      node.report(ID);
      PausedFilter one = new PausedFilter(Optional.empty(), Optional.empty(), Map.of("n", "2001"));
      long through = ids.get(5_129);
      cutShort = recordDecision(store, Optional.of(new Selection(one, through, 1)));
    }
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      TestNode.await(node.router.resumeResolutions());
      await().until(() -> store.automations().resolution(ID, cutShort.id()).orElseThrow().isDone());
      assertThat(store.automations().resolution(ID, cutShort.id()).orElseThrow().counts())
          .isEqualTo(new Counts(1, 0));
      assertThat(node.report(ID).pausedCount()).isEqualTo(5_119);
      assertThat(
              node.searches
                  .executions()
                  .find(ids.get(2_001))
                  .toCompletableFuture()
                  .join()
                  .orElseThrow()
                  .status()
                  .state())
          .isEqualTo(ExecutionState.PENDING);
    }
  }

  @Test
  void aRetryGoesOnWithExactlyWhatCouldNotBeMoved() {
    Resolution retry;
    long failing;
    try (FaultyStore store = new FaultyStore(open());
        TestNode node = new TestNode(store, clock)) {
      node.create(ID, new BreakerLimit(10, BreakerPeriod.HOUR));
      List<Long> ids = node.fire(ID, 4_096);
      node.report(ID);
      List<Long> faulty = List.of(ids.get(1_500) / 1_024, ids.get(2_500) / 1_024);
      store.failSaves(segment -> faulty.contains(segment.segmentId()));
      Resolution first = TestNode.await(node.resolve(ID, Decision.CANCEL));
      store.heal();
      failing = first.counts().errored();
      // Trips again: 500 more are paused than the retry may move.
      long newest = node.fire(ID, 510).get(509);
      node.report(ID);
      Selection failed = new Selection(PausedFilter.retryOf(first.id()), newest, failing);
      retry = recordDecision(store, Optional.of(failed));
      resolveSegment(store, faulty.get(0), retry);
    }
    try (Store store = open();
        TestNode node = new TestNode(store, clock)) {
      TestNode.await(node.router.resumeResolutions());
      await().until(() -> store.automations().resolution(ID, retry.id()).orElseThrow().isDone());
      assertThat(failing).isEqualTo(2_048);
      assertThat(store.automations().resolution(ID, retry.id()).orElseThrow().counts())
          .isEqualTo(new Counts(failing, 0));
      assertThat(node.report(ID).pausedCount()).isEqualTo(500);
    }
  }

  @Test
  void anIdleActorLeavesAndItsSuccessorKnowsWhatItKnew() {
    ActorSettings hasty = new ActorSettings(100_000, Duration.ofMillis(50), 16, Quotas.NONE);
    try (Store store = open();
        TestNode node = new TestNode(store, clock, hasty)) {
      node.create(ID, new BreakerLimit(10, BreakerPeriod.HOUR));
      node.fire(ID, 2_000);
      await().until(() -> node.vertx.deploymentIDs().isEmpty());
      BreakerReport report = node.report(ID);
      assertThat(report.pausedCount()).isEqualTo(1_990);
      assertThat(report.windowCount()).isEqualTo(10);
      for (int i = 0; i < 200; i++) {
        node.fire(ID, 1);
      }
      assertThat(node.report(ID).pausedCount()).isEqualTo(2_190);
    }
  }

  @Test
  void aFullMailboxRefusesAndLosesNothing() {
    ActorSettings small = new ActorSettings(20, Duration.ofMinutes(1), 16, Quotas.NONE);
    try (Store store = open();
        TestNode node = new TestNode(store, clock, small)) {
      node.create(ID, BreakerLimit.OFF);
      var replies =
          java.util.stream.IntStream.range(0, 5_000)
              .mapToObj(
                  i ->
                      node.router.send(
                          ID, new AutomationCommand.Execute(new byte[] {'{', '}'}, "test")))
              .toList();
      long admitted = replies.stream().filter(reply -> ActorTestCase.succeeds(reply)).count();
      assertThat(admitted).isBetween(20L, 4_999L);
      assertThat(store.executions().summaries(ID).stream().mapToLong(s -> s.count()).sum())
          .isEqualTo(admitted);
    }
  }

  private Store open() {
    return SqliteStore.inFile(directory.resolve("test.db"), clock, new SimpleMeterRegistry());
  }

  /** Makes a decision durable as the actor does, as if its node had died right after. */
  private Resolution recordDecision(Store store) {
    return recordDecision(store, Optional.empty());
  }

  private Resolution recordDecision(Store store, Optional<Selection> selection) {
    AutomationRecord before = store.automations().load(ID).orElseThrow();
    Instant at = clock.instant().plusMillis(1);
    Resolution resolution =
        new Resolution(
            "cut-short",
            ID,
            new Resolution.Order(Decision.RUN, "a reason", "somebody", selection),
            before.breaker().generation(),
            5_120,
            Counts.NONE,
            at,
            Optional.empty());
    BlockingWait.on(
        store
            .automations()
            .commit(
                AutomationCommit.changingBreaker(
                    before.next(before.breaker().reset(at)), Optional.of(resolution), List.of())));
    return resolution;
  }

  private static void resolveSegment(Store store, long segmentId, Resolution resolution) {
    BlockingWait.on(
        store
            .executions()
            .save(
                store
                    .executions()
                    .load(segmentId)
                    .orElseThrow()
                    .resolve(
                        resolution.id(),
                        resolution.throughGeneration(),
                        ExecutionState.PENDING,
                        resolution.startedAt().toEpochMilli())
                    .segment()));
  }
}
