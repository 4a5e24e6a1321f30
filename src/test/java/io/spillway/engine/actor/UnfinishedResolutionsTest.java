package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Resolution.Counts;
import io.spillway.domain.resolution.Selection;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.spillway.store.UnknownOutcomeException;
import io.spillway.store.sql.FaultyStore;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.CapturedLog;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Resolutions that an earlier owner recorded and did not finish. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnfinishedResolutionsTest {
  private static final String ID = "leavers";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final FaultyStore store =
      new FaultyStore(SqliteStore.inMemory("unfinished", clock, new SimpleMeterRegistry()));

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aCommitBetweenAFailedLookupAndItsRetryDoesNotOrphanTheResolution() {
    List<Long> ids = pauseTwenty();
    Resolution reviewed = record("reviewed", Decision.RUN, oneOf(ids));
    store.failFactReads();
    try (TestNode node = new TestNode(store, clock)) {
      TestNode.await(node.router.resumeResolutions());
      awaitFailedLookup();
      node.fire(ID, 1);
      store.heal();

      await().until(() -> stored(reviewed).isDone());

      assertThat(stored(reviewed).counts()).isEqualTo(new Counts(1, 0));
      assertThat(node.report(ID).pausedCount()).isEqualTo(19);
    }
  }

  @Test
  void aLaterResolutionWaitsForTheOneWhoseLookupFails() {
    List<Long> ids = pauseTwenty();
    Resolution reviewed = record("reviewed", Decision.RUN, oneOf(ids));
    store.failFactReads();
    try (TestNode node = new TestNode(store, clock);
        CapturedLog warnings = CapturedLog.of(RepeatedWarnings.class.getName())) {
      TestNode.await(node.router.resumeResolutions());
      awaitFailedLookup();
      node.fire(ID, 1);
      Future<Resolution> later = node.resolve(ID, Decision.CANCEL);
      int failed = store.failedFactReads();
      await().until(() -> store.failedFactReads() > failed);
      assertThat(later.isComplete()).isFalse();
      store.heal();

      assertThat(TestNode.await(later).counts()).isEqualTo(new Counts(19, 0));

      assertThat(stored(reviewed).counts()).isEqualTo(new Counts(1, 0));
      assertThat(store.automations().allUnfinishedResolutions()).isEmpty();
      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .startsWith("WARN looking up the reviewed executions of automation leavers failed: ");
    }
  }

  @Test
  void allAreFinishedOldestFirst() {
    List<Long> ids = pauseTwenty();
    Resolution older = record("older", Decision.RUN, oneOf(ids));
    Resolution newer = record("newer", Decision.CANCEL, Optional.empty());
    try (TestNode node = new TestNode(store, clock)) {
      TestNode.await(node.router.resumeResolutions());

      await().until(() -> stored(older).isDone() && stored(newer).isDone());

      assertThat(stored(older).counts()).isEqualTo(new Counts(1, 0));
      assertThat(stored(newer).counts()).isEqualTo(new Counts(19, 0));
      assertThat(
              node.searches
                  .executions()
                  .find(ids.get(15))
                  .toCompletableFuture()
                  .join()
                  .orElseThrow()
                  .status()
                  .state())
          .isEqualTo(ExecutionState.PENDING);
    }
  }

  @Test
  void anOlderOneIsFinishedAlthoughANewerOneIsDone() {
    pauseTwenty();
    Resolution orphan = record("orphan", Decision.RUN, Optional.empty());
    Resolution newer = record("newer", Decision.RUN, Optional.empty());
    commit(before -> before.next(before.breaker()), newer.finished(Counts.NONE, clock.instant()));
    try (TestNode node = new TestNode(store, clock)) {
      TestNode.await(node.router.resumeResolutions());

      await().until(() -> stored(orphan).isDone());

      assertThat(stored(orphan).counts()).isEqualTo(new Counts(20, 0));
    }
  }

  @Test
  void finishesTheCancellationOfADeletedAutomation() {
    pauseTwenty();
    Instant at = clock.instant().plusMillis(1);
    Resolution deletion = resolution("deletion", Decision.CANCEL, Optional.empty(), at, 1);
    commit(
        before -> {
          Automation deleted = before.automation().deleted(at);
          return before.next(deleted, before.breaker().reset(at));
        },
        deletion);
    try (TestNode node = new TestNode(store, clock)) {
      TestNode.await(node.router.resumeResolutions());

      await().until(() -> stored(deletion).isDone());

      assertThat(stored(deletion).counts()).isEqualTo(new Counts(20, 0));
    }
  }

  @Test
  void areResumedAlthoughTheAutomationCouldNotBeReadAtFirst() {
    pauseTwenty();
    Resolution recorded = record("recorded", Decision.RUN, Optional.empty());
    store.failClaims(3);
    try (TestNode node = new TestNode(store, clock);
        CapturedLog warnings = CapturedLog.of(RepeatedWarnings.class.getName())) {
      TestNode.await(node.router.resumeResolutions());

      await().until(() -> stored(recorded).isDone());

      assertThat(stored(recorded).counts()).isEqualTo(new Counts(20, 0));
      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .startsWith("WARN unfinished resolutions of automation leavers are not resumed yet, ");
    }
  }

  @Test
  void oneThatWasRecordedWithoutTheStoreSayingSoIsFinishedWithoutAnotherCommand() {
    pauseTwenty();
    try (TestNode node = new TestNode(store, clock)) {
      node.report(ID);
      store.loseCommits(1);
      ActorTestCase.failureOf(node.resolve(ID, Decision.RUN), UnknownOutcomeException.class);
      Resolution recorded = store.automations().resolutions(ID, Optional.empty(), 1).get(0);

      await().until(() -> stored(recorded).isDone());

      assertThat(stored(recorded).counts()).isEqualTo(new Counts(20, 0));
    }
  }

  @Test
  void reportedCountsDoNotFallWhenAnotherNodeTakesOver() {
    TestNode killed = new TestNode(store, clock);
    killed.create(ID, new BreakerLimit(10, BreakerPeriod.HOUR));
    List<Long> ids = killed.fire(ID, 3 * ExecutionIds.SLOTS);
    long first = ExecutionIds.segmentOf(ids.get(0));
    long last = ExecutionIds.segmentOf(ids.get(ids.size() - 1));
    clock.advance(Duration.ofMillis(1));
    CompletableFuture<Void> dropped = new CompletableFuture<>();
    store.dropSaves(
        segment -> segment.segmentId() == last && segment.summary().paused() == 0, dropped);
    killed.resolve(ID, Decision.RUN);
    int inTheOthers = 2 * ExecutionIds.SLOTS - 10;
    await().until(() -> running(killed).counts().paused() == inTheOthers);
    Counts seen = running(killed).counts();
    killed.stopActors();
    dropped.complete(null);
    killed.closeWithoutDraining();
    CountDownLatch visiting = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    store.onLoad(
        segmentId -> {
          if (segmentId == first) {
            visiting.countDown();
            waitFor(released);
          }
        });
    try (TestNode node = new TestNode(store, clock)) {
      TestNode.await(node.router.resumeResolutions());
      waitFor(visiting);

      Resolution resolution = running(node);

      assertThat(resolution.counts()).isEqualTo(seen);
      assertThat(stored(resolution).counts()).isEqualTo(seen);
      store.heal();
      released.countDown();
      await().until(() -> stored(resolution).isDone());
      assertThat(stored(resolution).counts()).isEqualTo(new Counts(ids.size() - 10, 0));
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Resolution running(TestNode node) {
    return await().until(() -> node.report(ID).running(), Optional::isPresent).orElseThrow();
  }

  /** Leaves ten executions that were admitted and twenty that are paused, and no node. */
  private List<Long> pauseTwenty() {
    try (TestNode killed = new TestNode(store, clock)) {
      killed.create(ID, new BreakerLimit(10, BreakerPeriod.HOUR));
      return killed.fire(ID, 30);
    }
  }

  /** A selection of one paused execution, which is found by its context. */
  private static Optional<Selection> oneOf(List<Long> ids) {
    PausedFilter filter = new PausedFilter(Optional.empty(), Optional.empty(), Map.of("n", "15"));
    return Optional.of(new Selection(filter, ids.get(29), 1));
  }

  /** Leaves the store as a node does that is killed right after the decision is durable. */
  private Resolution record(String id, Decision decision, Optional<Selection> selection) {
    clock.advance(Duration.ofMillis(1));
    AutomationRecord before = store.automations().load(ID).orElseThrow();
    Instant at = clock.instant();
    Resolution resolution = resolution(id, decision, selection, at, before.breaker().generation());
    commit(record -> record.next(record.breaker().reset(at)), resolution);
    return resolution;
  }

  private static Resolution resolution(
      String id, Decision decision, Optional<Selection> selection, Instant at, int generation) {
    Resolution.Order order = new Resolution.Order(decision, "a reason", "somebody", selection);
    return new Resolution(id, ID, order, generation, 20, Counts.NONE, at, Optional.empty());
  }

  private void commit(UnaryOperator<AutomationRecord> change, Resolution resolution) {
    AutomationRecord next = change.apply(store.automations().load(ID).orElseThrow());
    BlockingWait.on(
        store
            .automations()
            .commit(
                next.automation().deletedAt().isPresent()
                    ? AutomationCommit.redefining(next, Optional.of(resolution), List.of())
                    : AutomationCommit.changingBreaker(next, Optional.of(resolution), List.of())));
  }

  private void awaitFailedLookup() {
    await().until(() -> store.failedFactReads() > 0);
  }

  private Resolution stored(Resolution resolution) {
    return store.automations().resolution(ID, resolution.id()).orElseThrow();
  }
}
