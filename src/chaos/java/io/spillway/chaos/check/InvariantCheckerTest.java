package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.ACKNOWLEDGED_ONCE;
import static io.spillway.chaos.check.Invariant.BOUNDED_WINDOWS;
import static io.spillway.chaos.check.Invariant.EXACT_COUNTS;
import static io.spillway.chaos.check.Invariant.FORWARD_ONLY;
import static io.spillway.chaos.check.Invariant.ONE_TRUTH;
import static io.spillway.chaos.check.Invariant.ORDERLY_NODES;
import static io.spillway.chaos.check.Invariant.RISING_VERSIONS;
import static io.spillway.chaos.check.Invariant.WHOLE_OR_NOT_AT_ALL;
import static io.spillway.chaos.check.Invariant.WRITES_RESUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientReply;
import io.spillway.chaos.history.ClientReply.Outcome;
import io.spillway.chaos.history.Counts;
import io.spillway.chaos.history.NodeView;
import io.spillway.chaos.history.ProcessExit;
import io.spillway.chaos.history.StateSnapshot;
import io.spillway.chaos.history.StoredExecution;
import io.spillway.chaos.history.StoredResolution;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.harness.TestAutomation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Puts a fault into a run in which all went well, and expects it to be found, and nothing else. */
class InvariantCheckerTest {
  private ModelServer server;

  @BeforeEach
  void aRunInWhichAllWentWell() {
    server = new ModelServer(TestAutomation.Decisions.MIXED, 3);
    server.triggers(8);
    server.read(server.executions.get(5).id(), ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);
    server.resolve(true, Outcome.DONE);
    server.read(server.executions.get(5).id(), ExecutionState.PENDING);
    server.triggers(3);
    server.trigger(Outcome.UNKNOWN);
    server.terminate(server.executions.get(5));
    server.clear();
    server.triggers(5);
    server.terminate(server.executions.get(server.executions.size() - 1));
    server.resolve(false, Outcome.UNKNOWN);
    server.resolve(true, Outcome.DONE);
    server.trigger(Outcome.DONE);
    server.sample("segment 7", 2);
    server.sample("segment 7", 5);
    server.recovers(Duration.ofSeconds(20));
    server.trigger(Outcome.DONE);
    server.exits.add(new ProcessExit(1, server.now(), true, Duration.ofSeconds(3), 0));
  }

  private static Set<Invariant> broken(List<Violation> found) {
    return found.stream().map(Violation::invariant).collect(Collectors.toSet());
  }

  private void assertBroken(Invariant... invariants) {
    assertThat(broken(server.check())).containsExactlyInAnyOrder(invariants);
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    StateSnapshot snapshot = server.snapshot();

    assertThat(server.check(snapshot, Optional.of(snapshot))).isEmpty();
  }

  @Test
  void aTriggerNobodyWasToldOfMayBeMissing() {
    StoredExecution unknown = server.trigger(Outcome.UNKNOWN);
    server.executions.remove(unknown);

    assertThat(server.check()).isEmpty();
  }

  @Test
  void aResolveNobodyWasToldOfMayBeMissing() {
    server.tick();
    server.record(ClientCall.Kind.RUN, "never recorded", ClientReply.of(503, "{}"));

    assertThat(server.check()).isEmpty();
  }

  @Test
  void aTerminationMayBearTheTimeOfAResolutionBeforeIt() {
    server.triggers(5);
    StoredExecution paused = server.executions.get(server.executions.size() - 1);
    server.resolve(true, Outcome.DONE);
    StoredResolution cancel = server.resolve(false, Outcome.DONE);
    server.tick();
    server.terminate(paused, cancel.startedAt());

    assertThat(server.check()).isEmpty();
  }

  @Test
  void aTerminationNobodyWasToldOfMayLackItsAuditRow() {
    server.triggers(5);
    StoredExecution paused = server.executions.get(server.executions.size() - 1);
    server.tick();
    server.record(ClientCall.Kind.TERMINATE, Long.toString(paused.id()), ClientReply.of(503, "{}"));
    server.replace(paused.id(), ExecutionState.TERMINATE, server.now());

    assertThat(server.check()).isEmpty();
  }

  @Test
  void anExecutionThatNobodyTerminatedIsFound() {
    server.triggers(5);
    StoredExecution paused = server.executions.get(server.executions.size() - 1);
    server.replace(paused.id(), ExecutionState.TERMINATE, server.tick());

    assertBroken(FORWARD_ONLY);
  }

  @Test
  void aLostSegmentIsFound() {
    server.executions.subList(9, 12).clear();

    assertThat(broken(server.check())).contains(ACKNOWLEDGED_ONCE);
  }

  @Test
  void anIdThatWasGivenOutTwiceIsFound() {
    StoredExecution first = server.executions.get(0);
    server.tick();
    server.record(
        ClientCall.Kind.TRIGGER,
        "another",
        ClientReply.of(200, "{\"executionId\":\"" + first.id() + "\"}"));

    assertBroken(ACKNOWLEDGED_ONCE);
  }

  @Test
  void anExecutionThatWasRefusedIsFound() {
    server.trigger(Outcome.REFUSED);

    assertBroken(ACKNOWLEDGED_ONCE);
  }

  @Test
  void anExecutionFromNowhereIsFound() {
    server.trigger(Outcome.DONE);
    server.operations.remove(server.operations.size() - 1);

    assertBroken(ACKNOWLEDGED_ONCE);
  }

  @Test
  void aTriggerThatWasCarriedOutTwiceIsFound() {
    server.resolve(true, Outcome.DONE);
    StoredExecution again = server.trigger(Outcome.UNKNOWN);
    server.executions.add(
        new StoredExecution(
            new ExecutionStatus(
                again.id() + 1,
                again.state(),
                0,
                again.status().createdAtMillis(),
                again.status().createdAtMillis()),
            again.automationId(),
            again.marker()));

    assertBroken(WHOLE_OR_NOT_AT_ALL);
  }

  @Test
  void aTerminatedExecutionThatRunsIsFound() {
    StoredExecution terminated = server.executions.get(5);
    server.replace(terminated.id(), ExecutionState.PENDING, server.resolutions.get(0).startedAt());

    assertBroken(FORWARD_ONLY);
  }

  @Test
  void aReleasedExecutionThatIsHeldAgainIsFound() {
    long released = server.executions.get(6).id();
    server.read(released, ExecutionState.PENDING);
    server.read(released, ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);

    assertBroken(FORWARD_ONLY);
  }

  @Test
  void anExecutionBothRunAndCancelledIsFound() {
    StoredResolution cancel = server.resolutions.get(1);
    StoredExecution released = server.executions.get(6);
    server.replace(released.id(), ExecutionState.TERMINATE, cancel.startedAt());

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void anExecutionThatNobodyReleasedIsFound() {
    server.triggers(3);
    StoredExecution paused = server.executions.get(server.executions.size() - 1);
    assertThat(paused.isPaused()).isTrue();
    server.replace(paused.id(), ExecutionState.PENDING, server.tick());

    assertBroken(FORWARD_ONLY);
  }

  @Test
  void aDoubleCountIsFound() {
    server.triggers(4);
    StoredResolution right = server.resolve(true, Outcome.UNKNOWN);
    count(right, right.counts().paused() * 2);

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aCountThatLostSomeIsFound() {
    server.triggers(4);
    StoredResolution right = server.resolve(true, Outcome.UNKNOWN);
    count(right, 0);

    assertBroken(EXACT_COUNTS);
  }

  /** Changes the count of a resolution and of its audit row. */
  private void count(StoredResolution resolution, long paused) {
    assertThat(resolution.counts().paused()).isPositive();
    StoredResolution other = withCounts(resolution, paused);
    server.resolutions.replaceAll(row -> row.equals(resolution) ? other : row);
    server.audit.replaceAll(
        row -> row.equals(ModelServer.rowOf(resolution)) ? ModelServer.rowOf(other) : row);
  }

  private static StoredResolution withCounts(StoredResolution resolution, long paused) {
    return new StoredResolution(
        resolution.id(),
        resolution.automationId(),
        resolution.order(),
        new Counts(paused, 0),
        resolution.startedAt(),
        resolution.finishedAt());
  }

  @Test
  void anAnswerOtherThanItsAuditRowIsFound() {
    server.triggers(4);
    StoredResolution right = server.resolve(true, Outcome.DONE);
    server.operations.remove(server.operations.size() - 1);
    server.record(
        ClientCall.Kind.RUN,
        right.order().reason(),
        ClientReply.of(200, "{\"pausedCount\":99,\"erroredCount\":0}"));

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aSecondAuditRowIsFound() {
    server.audit.add(ModelServer.rowOf(server.resolutions.get(0)));

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aMissingAuditRowIsFound() {
    server.audit.remove(ModelServer.rowOf(server.resolutions.get(1)));

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aTerminationToldTwiceIsFound() {
    server.audit.stream()
        .filter(row -> row.isTermination())
        .findFirst()
        .ifPresent(server.audit::add);

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aVersionThatFallsWhileItIsWatchedIsFound() {
    server.sample("segment 7", 4);
    server.sample("segment 7", 6);

    assertBroken(RISING_VERSIONS);
  }

  @Test
  void aVersionThatFellUnwatchedIsFound() {
    server.versions.put("segment 7", 4L);

    assertBroken(RISING_VERSIONS);
  }

  @Test
  void anOverfullWindowIsFound() {
    server.triggers(1);
    StoredExecution paused = server.trigger(Outcome.DONE);
    assertThat(paused.wasPaused()).isTrue();
    admit(paused);

    assertBroken(BOUNDED_WINDOWS);
  }

  @Test
  void aBreakerThatTrippedTooEarlyIsFound() {
    server.resolve(true, Outcome.DONE);
    StoredExecution admitted = server.trigger(Outcome.DONE);
    server.executions.replaceAll(
        e ->
            e.equals(admitted)
                ? withGeneration(e, ExecutionState.PAUSED_BY_CIRCUIT_BREAKER, 9)
                : e);

    assertBroken(BOUNDED_WINDOWS);
  }

  @Test
  void anAdmissionBehindOneThatWasHeldIsFound() {
    server.triggers(4);
    admit(server.executions.get(server.executions.size() - 1));

    assertBroken(BOUNDED_WINDOWS);
  }

  private void admit(StoredExecution paused) {
    server.executions.replaceAll(
        e -> e.equals(paused) ? withGeneration(e, ExecutionState.PENDING, 0) : e);
  }

  private static StoredExecution withGeneration(
      StoredExecution execution, ExecutionState to, int generation) {
    long at = execution.status().createdAtMillis();
    return new StoredExecution(
        new ExecutionStatus(execution.id(), to, generation, at, at),
        execution.automationId(),
        execution.marker());
  }

  @Test
  void anExecutionThatAResolveForgotIsFound() {
    server.triggers(5);
    StoredExecution paused = server.executions.get(server.executions.size() - 1);
    StoredResolution resolution = server.resolve(true, Outcome.DONE);
    server.replace(paused.id(), ExecutionState.PAUSED_BY_CIRCUIT_BREAKER, resolution.startedAt());

    assertBroken(WHOLE_OR_NOT_AT_ALL, EXACT_COUNTS);
  }

  @Test
  void aResolutionThatWasNeverFinishedIsFound() {
    StoredResolution last = server.resolutions.get(2);
    server.resolutions.set(
        2,
        new StoredResolution(
            last.id(),
            last.automationId(),
            last.order(),
            last.counts(),
            last.startedAt(),
            Optional.empty()));

    assertBroken(WHOLE_OR_NOT_AT_ALL);
  }

  @Test
  void aResolveThatWasRecordedTwiceIsFound() {
    StoredResolution first = server.resolutions.get(1);
    server.tick();
    StoredResolution again =
        new StoredResolution(
            "again",
            first.automationId(),
            first.order(),
            new Counts(0, 0),
            server.now(),
            Optional.of(server.now()));
    server.resolutions.add(again);
    server.audit.add(ModelServer.rowOf(again));

    assertBroken(WHOLE_OR_NOT_AT_ALL);
  }

  @Test
  void writesThatGoOnTooLateAreFound() {
    server.recovers(Duration.ofSeconds(1));
    server.tick();
    server.trigger(Outcome.DONE);

    assertBroken(WRITES_RESUME);
  }

  @Test
  void aWriteOnItsWayWhenTheFaultEndedProvesNothing() {
    server.trigger(Outcome.DONE);
    server.recovers(Duration.ofSeconds(20));

    assertBroken(WRITES_RESUME);
  }

  @Test
  void aNodeThatShowsAnotherStateIsFound() {
    NodeView right = server.view();
    Map<Long, ExecutionState> states = new HashMap<>(right.states());
    states.put(server.executions.get(0).id(), ExecutionState.TERMINATE);

    assertThat(broken(server.check(shown(states), Optional.empty()))).containsExactly(ONE_TRUTH);
  }

  @Test
  void aNodeThatShowsLessIsFound() {
    Map<Long, ExecutionState> states = new HashMap<>(server.view().states());
    states.remove(server.executions.get(0).id());

    assertThat(broken(server.check(shown(states), Optional.empty()))).containsExactly(ONE_TRUTH);
  }

  @Test
  void aNodeThatCountsOthersAsHeldIsFound() {
    Map<Long, ExecutionState> states = server.view().states();
    StateSnapshot counted = shown(states, Map.of(server.automation.id(), 77L));

    assertThat(broken(server.check(counted, Optional.empty()))).containsExactly(ONE_TRUTH);
  }

  private StateSnapshot shown(Map<Long, ExecutionState> states) {
    return shown(states, server.view().paused());
  }

  private StateSnapshot shown(Map<Long, ExecutionState> states, Map<String, Long> paused) {
    StateSnapshot right = server.snapshot();
    NodeView view = right.views().get(0);
    return new StateSnapshot(
        right.takenAt(),
        right.stored(),
        List.of(new NodeView(1, states, paused, List.of(), view.resolutions(), view.audit())));
  }

  @Test
  void rowsThatDoNotFitTogetherAreFound() {
    server.contradictions.add("execution 7168 has facts twice");

    assertBroken(ONE_TRUTH);
  }

  @Test
  void whatAColdStartLosesIsFound() {
    StoredExecution unknown = server.trigger(Outcome.UNKNOWN);
    StateSnapshot before = server.snapshot();
    server.executions.remove(unknown);

    assertThat(broken(server.check(server.snapshot(), Optional.of(before))))
        .containsExactly(ONE_TRUTH);
  }

  @Test
  void aNodeThatEndsByItselfIsFound() {
    server.exits.add(new ProcessExit(1, server.now(), false, Duration.ZERO, 1));

    assertBroken(ORDERLY_NODES);
  }

  @Test
  void aNodeThatTakesTooLongToEndIsFound() {
    server.exits.add(new ProcessExit(1, server.now(), true, OrderlyNodes.END_LIMIT, 0));

    assertBroken(ORDERLY_NODES);
  }

  @Test
  void anAnswerThatNoClientShouldGetIsFound() {
    server.tick();
    server.record(ClientCall.Kind.CLEAR, "", ClientReply.of(500, "{}"));

    assertBroken(ORDERLY_NODES);
  }
}
