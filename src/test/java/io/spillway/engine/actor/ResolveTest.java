package io.spillway.engine.actor;

import static io.spillway.domain.execution.ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static io.spillway.domain.execution.ExecutionState.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.map.IMap;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Manifest;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Resolution.Counts;
import io.spillway.engine.event.EventBusAddresses;
import io.spillway.engine.search.ExecutionView;
import io.spillway.store.StoreException;
import io.spillway.testing.CapturedLog;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ResolveTest extends ActorTestCase {
  @Test
  void releasesEverythingHeldAndStartsTheWindowAnew() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 5_000);
    Resolution resolution = TestNode.await(node.resolve(id, Decision.RUN));
    assertThat(resolution.counts()).isEqualTo(new Counts(4_990, 0));
    assertThat(resolution.total()).isEqualTo(4_990);
    assertThat(resolution.isDone()).isTrue();
    assertThat(count(id, PENDING)).isEqualTo(5_000);
    BreakerReport report = node.report(id);
    assertThat(report.pausedCount()).isZero();
    assertThat(report.windowCount()).isZero();
    assertThat(report.automation().breaker()).isInstanceOf(BreakerState.Closed.class);
    assertThat(report.automation().automation().enabled()).isTrue();
  }

  @Test
  void cancelsEverythingHeldAndLeavesOneAuditRow() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 2_100);
    Resolution resolution = TestNode.await(node.resolve(id, Decision.CANCEL));
    assertThat(count(id, TERMINATE)).isEqualTo(2_090);
    AuditEvent row = last(auditOf(id));
    assertThat(row.kind()).isEqualTo(AuditEvent.Kind.PAUSED_CANCELLED);
    assertThat(row.actor()).isEqualTo("test");
    assertThat(row.details())
        .containsEntry("resolutionId", resolution.id())
        .containsEntry("reason", "a test")
        .containsEntry("pausedCount", 2_090L)
        .containsEntry("erroredCount", 0L)
        .containsEntry("failuresTotal", 0L);
  }

  @Test
  void tellsWhichExecutionsItMovedOnceEach() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 3_000);
    Set<Long> told = ConcurrentHashMap.newKeySet();
    AtomicLong counted = new AtomicLong();
    MessageConsumer<JsonObject> consumer =
        node.vertx
            .eventBus()
            .consumer(
                EventBusAddresses.EVENTS,
                message -> {
                  JsonObject event = message.body();
                  if (event.getString("type").equals("executions.resolved")
                      && event.getString("automationId").equals(id)) {
                    told.addAll(idsIn(event.getJsonArray("ranges")));
                    counted.addAndGet(event.getLong("pausedCount"));
                  }
                });
    TestNode.await(consumer.completion());
    TestNode.await(node.resolve(id, Decision.CANCEL));
    await().until(() -> counted.get() >= 2_990);
    assertThat(told).containsExactlyInAnyOrderElementsOf(ids.subList(10, 3_000));
    assertThat(counted).hasValue(2_990);
    TestNode.await(consumer.unregister());
  }

  private static List<Long> idsIn(JsonArray ranges) {
    return ranges.stream()
        .map(JsonArray.class::cast)
        .flatMap(
            range ->
                LongStream.rangeClosed(
                        Long.parseLong(range.getString(0)), Long.parseLong(range.getString(1)))
                    .boxed())
        .toList();
  }

  @Test
  void repeatingACallIsHarmless() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 20);
    TestNode.await(node.resolve(id, Decision.RUN));
    assertThat(TestNode.await(node.resolve(id, Decision.CANCEL)).counts()).isEqualTo(Counts.NONE);
    assertThat(count(id, PENDING)).isEqualTo(20);
  }

  @Test
  void oppositeDecisionsAtTheSameMomentDoNotMix() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10_010);
    Future<Resolution> run = node.resolve(id, Decision.RUN);
    Future<Resolution> cancel = node.resolve(id, Decision.CANCEL);
    assertThat(TestNode.await(run).counts()).isEqualTo(new Counts(10_000, 0));
    assertThat(TestNode.await(cancel).counts()).isEqualTo(Counts.NONE);
    assertThat(count(id, TERMINATE)).isZero();
  }

  @Test
  void whatALaterTripHoldsStaysHeld() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10_010);
    Future<Resolution> resolving = node.resolve(id, Decision.RUN);
    List<Future<Long>> later = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      later.add(
          node.router.send(
              id, new AutomationCommand.Execute("{}".getBytes(StandardCharsets.UTF_8), "test")));
    }
    TestNode.await(Future.all(later));
    assertThat(TestNode.await(resolving).counts()).isEqualTo(new Counts(10_000, 0));
    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(490);
    assertThat(executions(id))
        .filteredOn(view -> view.status().state() == PAUSED_BY_CIRCUIT_BREAKER)
        .allMatch(view -> view.status().generation() == 2);
    assertThat(TestNode.await(node.resolve(id, Decision.CANCEL)).counts())
        .isEqualTo(new Counts(490, 0));
  }

  @Test
  void countsWhatItCouldNotMoveAndMovesItWithTheNextCall() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 10 + 1_014 + 1_024 + 500);
    long faulty = ids.get(1_100) / 1_024;
    store.failSaves(segment -> segment.segmentId() == faulty);
    Resolution resolution = TestNode.await(node.resolve(id, Decision.RUN));
    assertThat(resolution.counts()).isEqualTo(new Counts(1_514, 1_024));
    assertThat(executions(id))
        .filteredOn(view -> view.status().state() == PAUSED_BY_CIRCUIT_BREAKER)
        .hasSize(1_024)
        .allMatch(view -> view.status().executionId() / 1_024 == faulty);
    AuditEvent row = last(auditOf(id));
    assertThat(row.details())
        .containsEntry("pausedCount", 1_514L)
        .containsEntry("erroredCount", 1_024L)
        .containsEntry("failuresTotal", 1_024L);
    assertThat(failuresOf(row))
        .hasSize(1_000)
        .contains(
            Map.of(
                "executionId",
                Long.toString(faulty * 1_024),
                "cause",
                "the store was told to fail"));

    store.heal();
    Resolution second = TestNode.await(node.resolve(id, Decision.RUN));
    assertThat(second.counts()).isEqualTo(new Counts(1_024, 0));
    assertThat(count(id, PENDING)).isEqualTo(ids.size());

    List<Manifest.Line> lines = manifest(resolution);
    assertThat(lines).extracting(Manifest.Line::executionId).isSorted().doesNotHaveDuplicates();
    assertThat(lines).filteredOn(line -> line.outcome() == Manifest.Outcome.RUN).hasSize(1_514);
    assertThat(lines)
        .filteredOn(line -> line.executionId() / 1_024 == faulty)
        .hasSize(1_024)
        .allMatch(line -> line.outcome() == Manifest.Outcome.FAILED)
        .allMatch(line -> line.cause().equals("the store was told to fail"));
    assertThat(manifest(second))
        .hasSize(1_024)
        .allMatch(line -> line.outcome() == Manifest.Outcome.RUN)
        .allMatch(line -> line.executionId() / 1_024 == faulty);
  }

  @Test
  void whatWasMovedWithoutTheStoreTellingIsCountedAsMoved() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 10 + 1_014 + 1_024 + 500);
    long lost = ids.get(1_100) / 1_024;
    store.loseSaves(segment -> segment.segmentId() == lost, 1);

    assertThat(TestNode.await(node.resolve(id, Decision.RUN)).counts())
        .isEqualTo(new Counts(2_538, 0));
    assertThat(count(id, PENDING)).isEqualTo(ids.size());
  }

  @Test
  void whatTheStoreDoesNotTellIsAskedForUntilItDoes() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 10 + 1_014 + 1_024 + 500);
    long lost = ids.get(1_100) / 1_024;
    AtomicInteger failures = new AtomicInteger();
    AtomicBoolean isLost = new AtomicBoolean();
    store.failSaves(
        segment -> segment.segmentId() == lost && isLost.get() && failures.incrementAndGet() <= 3);
    store.loseSaves(segment -> segment.segmentId() == lost && !isLost.getAndSet(true), 1);

    try (CapturedLog warnings = CapturedLog.of(RepeatedWarnings.class.getName())) {
      assertThat(TestNode.await(node.resolve(id, Decision.CANCEL)).counts())
          .isEqualTo(new Counts(2_538, 0));
      assertThat(warnings.lines()).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(count(id, TERMINATE)).isEqualTo(2_538);
    assertThat(failures.get()).isGreaterThan(3);
  }

  @Test
  void aTerminationThatTheStoreDidNotTellOfHasItsAuditRow() {
    String id = automation(TEN_AN_HOUR);
    long executionId = node.fire(id, 11).get(10);
    store.loseSaves(segment -> true, 1);

    send(id, new AutomationCommand.MoveExecution(executionId, TERMINATE, "somebody"));

    assertThat(auditOf(id))
        .filteredOn(event -> event.kind() == AuditEvent.Kind.EXECUTION_TERMINATED)
        .hasSize(1);
  }

  @Test
  void aDecisionThatCannotBeRecordedChangesNothing() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 30);
    store.failCommits(1);
    failureOf(node.resolve(id, Decision.RUN), StoreException.class);
    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(20);
    assertThat(node.report(id).automation().breaker()).isInstanceOf(BreakerState.Tripped.class);
    assertThat(TestNode.await(node.resolve(id, Decision.RUN)).counts())
        .isEqualTo(new Counts(20, 0));
  }

  @Test
  void anOutcomeIsRecordedAsSoonAsTheStoreTakesIt() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 30);
    store.failSaves(
        segment -> {
          store.failCommits(2);
          return false;
        });
    Resolution resolution = TestNode.await(node.resolve(id, Decision.RUN));
    assertThat(resolution.counts()).isEqualTo(new Counts(20, 0));
    assertThat(auditOf(id))
        .filteredOn(event -> event.kind() == AuditEvent.Kind.PAUSED_RUN)
        .hasSize(1);
  }

  @Test
  void deletingCancelsWhatIsHeld() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 1_500);
    send(id, new AutomationCommand.Delete("remover"));
    assertThat(count(id, TERMINATE)).isEqualTo(1_490);
    assertThat(count(id, PENDING)).isEqualTo(10);
    AuditEvent row = last(auditOf(id));
    assertThat(row.kind()).isEqualTo(AuditEvent.Kind.PAUSED_CANCELLED);
    assertThat(row.details()).containsEntry("reason", "automation deleted");
    assertThat(
            refusalOf(node.router.send(id, new AutomationCommand.Execute(new byte[0], "test")))
                .reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(refusalOf(node.resolve(id, Decision.RUN)).reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
  }

  @Test
  void terminatingOneHeldExecutionLeavesTheRestToTheResolution() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 20);
    move(id, ids.get(15), TERMINATE);
    move(id, ids.get(15), TERMINATE);
    assertThat(node.report(id).pausedCount()).isEqualTo(9);
    assertThat(TestNode.await(node.resolve(id, Decision.RUN)).counts()).isEqualTo(new Counts(9, 0));
    assertThat(auditOf(id))
        .filteredOn(event -> event.kind() == AuditEvent.Kind.EXECUTION_TERMINATED)
        .hasSize(1);
  }

  @Test
  void nothingIsMissedOfSegmentsThatAreOlderInMemory() {
    String id = automation(TEN_AN_HOUR);
    List<Long> ids = node.fire(id, 2_000);
    // By then all arrivals are in their segments.
    move(id, ids.get(15), TERMINATE);
    forgetSegmentsOf(id);
    move(id, ids.get(16), TERMINATE);
    forgetSegmentsOf(id);
    assertThat(TestNode.await(node.resolve(id, Decision.RUN)).counts())
        .isEqualTo(new Counts(1_988, 0));
    assertThat(count(id, PENDING)).isEqualTo(1_998);
  }

  /** As in a member that the others have lost: empty in memory, full in the store. */
  private void forgetSegmentsOf(String id) {
    IMap<Long, Segment> map = node.grid.hazelcast().getMap("spillway.segments");
    Set<Long> segments =
        map.values().stream()
            .filter(segment -> segment.automationId().equals(id))
            .map(Segment::segmentId)
            .collect(Collectors.toSet());
    assertThat(segments).isNotEmpty();
    segments.forEach(
        segment -> map.putTransient(segment, Segment.empty(segment, id), 0, TimeUnit.SECONDS));
  }

  @Test
  void theRowOfATerminationIsWrittenAsSoonAsTheStoreTakesIt() {
    String id = automation(TEN_AN_HOUR);
    long executionId = node.fire(id, 1).get(0);
    store.failAppends(2);
    failureOf(
        node.router.send(id, new AutomationCommand.MoveExecution(executionId, TERMINATE, "test")),
        StoreException.class);
    move(id, executionId, TERMINATE);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(auditOf(id))
                    .filteredOn(event -> event.kind() == AuditEvent.Kind.EXECUTION_TERMINATED)
                    .hasSize(1));
  }

  @Test
  void aFinishedExecutionCannotBeTerminated() {
    String id = automation(BreakerLimit.OFF);
    long executionId = node.fire(id, 1).get(0);
    move(id, executionId, ExecutionState.CREATING);
    move(id, executionId, ExecutionState.GET_STEP);
    move(id, executionId, ExecutionState.DONE);
    Refusal refusal =
        refusalOf(
            node.router.send(
                id, new AutomationCommand.MoveExecution(executionId, TERMINATE, "test")));
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
    ExecutionView view = executions(id).get(0);
    assertThat(view.status().state()).isEqualTo(ExecutionState.DONE);
  }

  @Test
  void anExecutionThatDoesNotExistIsNotFound() {
    String id = automation(BreakerLimit.OFF);
    long executionId = node.fire(id, 1).get(0);
    assertThat(
            refusalOf(
                    node.router.send(
                        id, new AutomationCommand.MoveExecution(executionId + 1, TERMINATE, "t")))
                .reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(refusalOf(node.router.automationOf(1L << 52)).reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(TestNode.await(node.router.automationOf(executionId))).isEqualTo(id);
  }

  @Test
  void manyAutomationsResolveBesideEachOther() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(automation(new BreakerLimit(5, BreakerPeriod.DAY)));
    }
    ids.forEach(id -> node.fire(id, 1_005));
    List<Future<Resolution>> resolving =
        ids.stream().map(id -> node.resolve(id, Decision.CANCEL)).toList();
    for (Future<Resolution> resolution : resolving) {
      assertThat(TestNode.await(resolution).counts()).isEqualTo(new Counts(1_000, 0));
    }
  }

  @SuppressWarnings("unchecked") // The row lists its failures as maps.
  private static List<Map<String, String>> failuresOf(AuditEvent row) {
    return (List<Map<String, String>>) Objects.requireNonNull(row.details().get("failures"));
  }

  private List<Manifest.Line> manifest(Resolution resolution) {
    Map<Long, FailedSegment> failed =
        store.automations().failedSegments(resolution.id(), 0, 1_000).stream()
            .collect(Collectors.toMap(FailedSegment::segmentId, segment -> segment));
    return store.executions().segmentsOldestFirst(resolution.automationId(), 0, 1_000).stream()
        .flatMap(
            segmentId ->
                Manifest.of(
                    resolution,
                    store.executions().load(segmentId).orElseThrow(),
                    Optional.ofNullable(failed.get(segmentId)))
                    .stream())
        .toList();
  }

  private void move(String id, long executionId, ExecutionState to) {
    send(id, new AutomationCommand.MoveExecution(executionId, to, "test"));
  }

  private static AuditEvent last(List<AuditEvent> events) {
    return events.get(events.size() - 1);
  }
}
