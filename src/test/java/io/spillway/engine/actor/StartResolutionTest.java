package io.spillway.engine.actor;

import static io.spillway.domain.execution.ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static io.spillway.domain.execution.ExecutionState.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Resolution.Counts;
import io.spillway.domain.resolution.Selection;
import io.spillway.store.RequestKey;
import io.spillway.store.StoreException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Resolutions whose callers get their reply when the decision is recorded. */
class StartResolutionTest extends ActorTestCase {
  private static final Resolution.Order RUN =
      new Resolution.Order(Decision.RUN, "looked at", "somebody");
  private static final Resolution.Order CANCEL =
      new Resolution.Order(Decision.CANCEL, "a mistake", "somebody");

  @Test
  void aClearWithADecisionRepliesAtOnceAndResolvesAfterwards() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 3_000);
    node.report(id);
    CountDownLatch disk = new CountDownLatch(1);
    store.failSaves(segment -> !waitedFor(disk));

    Resolution started = send(id, clear(RUN)).resolution().orElseThrow();

    assertThat(started.isDone()).isFalse();
    assertThat(stored(started)).isEqualTo(started);
    assertThat(started.total()).isEqualTo(2_990);
    assertThat(node.report(id).automation().breaker()).isInstanceOf(BreakerState.Closed.class);
    disk.countDown();
    assertThat(finished(started).counts()).isEqualTo(new Counts(2_990, 0));
    assertThat(count(id, PENDING)).isEqualTo(3_000);
  }

  @Test
  void aClearWithADecisionLeavesAnAuditRowForBoth() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 15);

    Resolution started = send(id, clear(CANCEL)).resolution().orElseThrow();
    finished(started);

    List<AuditEvent> rows = auditOf(id);
    AuditEvent cleared = rows.get(rows.size() - 2);
    assertThat(cleared.kind()).isEqualTo(AuditEvent.Kind.BREAKER_CLEARED);
    assertThat(cleared.actor()).isEqualTo("somebody");
    assertThat(cleared.details())
        .containsEntry("reason", "a mistake")
        .containsEntry("resolutionId", started.id());
    AuditEvent cancelled = rows.get(rows.size() - 1);
    assertThat(cancelled.kind()).isEqualTo(AuditEvent.Kind.PAUSED_CANCELLED);
    assertThat(cancelled.details())
        .containsEntry("reason", "a mistake")
        .containsEntry("pausedCount", 5L);
    assertThat(count(id, TERMINATE)).isEqualTo(5);
  }

  @Test
  void aClearWithADecisionOnlyClearsIfNothingIsPaused() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 11);
    send(id, new AutomationCommand.MoveExecution(ids.get(10), TERMINATE, "test"));

    StartedResolution started = send(id, clear(RUN));

    assertThat(started).isEqualTo(StartedResolution.NONE);
    assertThat(node.report(id).automation().breaker()).isInstanceOf(BreakerState.Closed.class);
    assertThat(store.automations().resolutions(id, Optional.empty(), 10)).isEmpty();
    AuditEvent cleared = auditOf(id).get(auditOf(id).size() - 1);
    assertThat(cleared.kind()).isEqualTo(AuditEvent.Kind.BREAKER_CLEARED);
    assertThat(cleared.details()).containsEntry("reason", "looked at");
  }

  @Test
  void aClearWithADecisionResolvesWhatAnEarlierClearLeft() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 15);
    send(id, new AutomationCommand.ClearBreaker("somebody", ""));

    Resolution started = send(id, clear(RUN)).resolution().orElseThrow();

    assertThat(finished(started).counts()).isEqualTo(new Counts(5, 0));
    assertThat(auditOf(id))
        .filteredOn(event -> event.kind() == AuditEvent.Kind.BREAKER_CLEARED)
        .hasSize(1);
  }

  @Test
  void isRecordedAtOnceWhileAnotherOneIsWorkedOnAndCarriedOutAfterIt() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 2_100);
    long faulty = ids.get(1_500) / 1_024;
    node.report(id);
    CountDownLatch disk = new CountDownLatch(1);
    store.failSaves(segment -> !waitedFor(disk) || segment.segmentId() == faulty);
    Future<Resolution> first = node.resolve(id, Decision.RUN);

    Resolution second = send(id, start(CANCEL)).resolution().orElseThrow();
    Resolution third = send(id, clear(RUN)).resolution().orElseThrow();

    assertThat(first.isComplete()).isFalse();
    assertThat(store.automations().unfinishedResolutions(id))
        .extracting(Resolution::id)
        .hasSize(3)
        .endsWith(second.id(), third.id());
    disk.countDown();
    Counts moved = TestNode.await(first).counts();
    Counts none = new Counts(0, moved.errored());
    assertThat(moved.errored()).isPositive();
    assertThat(moved.paused() + moved.errored()).isEqualTo(2_090);
    assertThat(finished(second).counts()).isEqualTo(none);
    assertThat(finished(third).counts()).isEqualTo(none);
    assertThat(count(id, TERMINATE)).isZero();
    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(moved.errored());
  }

  @Test
  void oneThatIsQueuedComesAfterOneThatIsRecorded() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 30);
    node.report(id);
    CountDownLatch disk = new CountDownLatch(1);
    store.failSaves(segment -> !waitedFor(disk));
    Resolution started = send(id, start(RUN)).resolution().orElseThrow();
    Future<Resolution> queued = node.resolve(id, Decision.CANCEL);
    disk.countDown();

    assertThat(TestNode.await(queued).counts()).isEqualTo(Counts.NONE);
    assertThat(stored(started).counts()).isEqualTo(new Counts(20, 0));
  }

  @Test
  void aSelectionIsRecordedOnceItIsFoundUnchanged() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 30);

    Resolution started = send(id, start(oneOf(ids))).resolution().orElseThrow();

    assertThat(started.total()).isEqualTo(1);
    assertThat(finished(started).counts()).isEqualTo(new Counts(1, 0));
    assertThat(refusalOf(node.router.send(id, start(oneOf(ids)))).reason())
        .isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
    assertThat(node.report(id).pausedCount()).isEqualTo(19);
  }

  @Test
  void aDecisionThatCannotBeRecordedChangesNothing() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 30);
    store.failCommits(1);

    failureOf(node.router.send(id, clear(RUN)), StoreException.class);

    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(20);
    assertThat(node.report(id).automation().breaker()).isInstanceOf(BreakerState.Tripped.class);
  }

  @Test
  void sentAgainByANodeIsTheSame() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 30);
    AutomationCommand.StartResolution part = start(oneOf(ids));
    AutomationCommand.StartResolution rest = clear(CANCEL);
    Operation first = Operation.next();
    Operation second = Operation.next();
    StartedResolution ofPart = deliver(id, part, first);
    finished(ofPart.resolution().orElseThrow());
    StartedResolution ofRest = deliver(id, rest, second);
    finished(ofRest.resolution().orElseThrow());
    node.fire(id, 30);

    StartedResolution againOfPart = deliver(id, part, first.again());
    StartedResolution againOfRest = deliver(id, rest, second.again());

    assertThat(againOfPart.resolution()).map(Resolution::id).isEqualTo(idOf(ofPart));
    assertThat(againOfRest.resolution()).map(Resolution::id).isEqualTo(idOf(ofRest));
    assertThat(node.report(id).pausedCount()).isEqualTo(20);
  }

  @Test
  void aClearThatFoundNothingPausedIsNotCarriedOutAgain() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 11);
    send(id, new AutomationCommand.MoveExecution(ids.get(10), TERMINATE, "test"));
    AutomationCommand.StartResolution command = clear(RUN);
    Operation operation = Operation.next();
    deliver(id, command, operation);
    node.fire(id, 11);

    assertThat(deliver(id, command, operation.again())).isEqualTo(StartedResolution.NONE);
    assertThat(node.report(id).pausedCount()).isEqualTo(1);
  }

  @Test
  void sentAgainByAClientUnderItsKeyIsTheSame() {
    String id = automation(TEN_AN_HOUR);
    RequestKey key = new RequestKey("start-" + id, "content");
    node.fire(id, 15);
    Resolution started = send(id, keyed(CANCEL, key)).resolution().orElseThrow();
    Resolution done = finished(started);
    node.fire(id, 11);

    assertThat(send(id, keyed(CANCEL, key)).resolution()).contains(done);

    assertThat(node.report(id).pausedCount()).isEqualTo(1);
    assertThat(
            refusalOf(node.router.send(id, keyed(CANCEL, new RequestKey(key.id(), "other"))))
                .reason())
        .isEqualTo(Refusal.Reason.ALREADY_EXISTS);
  }

  @Test
  void aDeletedAutomationIsNotFound() {
    String id = automation(TEN_AN_HOUR);
    send(id, new AutomationCommand.Delete("somebody"));

    assertThat(refusalOf(node.router.send(id, clear(RUN))).reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
  }

  private static AutomationCommand.StartResolution clear(Resolution.Order order) {
    return new AutomationCommand.StartResolution(new AutomationCommand.ResolvePaused(order), true);
  }

  private static AutomationCommand.StartResolution start(Resolution.Order order) {
    return new AutomationCommand.StartResolution(new AutomationCommand.ResolvePaused(order), false);
  }

  private static AutomationCommand.StartResolution keyed(Resolution.Order order, RequestKey key) {
    return new AutomationCommand.StartResolution(
        new AutomationCommand.ResolvePaused(order, Optional.of(key)), true);
  }

  /** A selection of one paused execution, which is found by its context. */
  private static Resolution.Order oneOf(List<Long> ids) {
    PausedFilter filter = new PausedFilter(Optional.empty(), Optional.empty(), Map.of("n", "15"));
    return new Resolution.Order(
        Decision.RUN, "", "somebody", Optional.of(new Selection(filter, ids.get(29), 1)));
  }

  private <R> R deliver(String id, AutomationCommand<R> command, Operation operation) {
    return TestNode.await(node.router.deliver(id, command, operation));
  }

  private static Optional<String> idOf(StartedResolution started) {
    return started.resolution().map(Resolution::id);
  }

  /** Waits on the thread that saves; true when the latch is open. */
  private static boolean waitedFor(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Resolution stored(Resolution resolution) {
    return store.automations().resolution(resolution.automationId(), resolution.id()).orElseThrow();
  }

  private Resolution finished(Resolution resolution) {
    await().until(() -> stored(resolution).isDone());
    return stored(resolution);
  }
}
