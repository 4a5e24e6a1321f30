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

import io.spillway.chaos.evidence.Call;
import io.spillway.chaos.evidence.Counts;
import io.spillway.chaos.evidence.Ending;
import io.spillway.chaos.evidence.Execution;
import io.spillway.chaos.evidence.NodeView;
import io.spillway.chaos.evidence.Reply;
import io.spillway.chaos.evidence.Reply.Outcome;
import io.spillway.chaos.evidence.Resolution;
import io.spillway.chaos.evidence.Snapshot;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.it.Member;
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
class CheckerTest {
  private Story story;

  @BeforeEach
  void aRunInWhichAllWentWell() {
    story = new Story(Member.Use.MIXED, 3);
    story.triggers(8);
    story.read(story.executions.get(5).id(), ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);
    story.resolve(true, Outcome.DONE);
    story.read(story.executions.get(5).id(), ExecutionState.PENDING);
    story.triggers(3);
    story.trigger(Outcome.UNKNOWN);
    story.terminate(story.executions.get(5));
    story.clear();
    story.triggers(5);
    story.terminate(story.executions.get(story.executions.size() - 1));
    story.resolve(false, Outcome.UNKNOWN);
    story.resolve(true, Outcome.DONE);
    story.trigger(Outcome.DONE);
    story.sample("segment 7", 2);
    story.sample("segment 7", 5);
    story.recovers(Duration.ofSeconds(20));
    story.trigger(Outcome.DONE);
    story.endings.add(new Ending(1, story.now(), true, Duration.ofSeconds(3), 0));
  }

  private static Set<Invariant> broken(List<Violation> found) {
    return found.stream().map(Violation::invariant).collect(Collectors.toSet());
  }

  private void assertBroken(Invariant... invariants) {
    assertThat(broken(story.check())).containsExactlyInAnyOrder(invariants);
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    Snapshot snapshot = story.snapshot();

    assertThat(story.check(snapshot, Optional.of(snapshot))).isEmpty();
  }

  @Test
  void aTriggerNobodyWasToldOfMayBeMissing() {
    Execution unknown = story.trigger(Outcome.UNKNOWN);
    story.executions.remove(unknown);

    assertThat(story.check()).isEmpty();
  }

  @Test
  void aResolveNobodyWasToldOfMayBeMissing() {
    story.tick();
    story.record(Call.Kind.RUN, "never recorded", Reply.of(503, "{}"));

    assertThat(story.check()).isEmpty();
  }

  @Test
  void aTerminationMayBearTheTimeOfAResolutionBeforeIt() {
    story.triggers(5);
    Execution held = story.executions.get(story.executions.size() - 1);
    story.resolve(true, Outcome.DONE);
    Resolution cancel = story.resolve(false, Outcome.DONE);
    story.tick();
    story.terminate(held, cancel.startedAt());

    assertThat(story.check()).isEmpty();
  }

  @Test
  void aTerminationNobodyWasToldOfMayLackItsAuditRow() {
    story.triggers(5);
    Execution held = story.executions.get(story.executions.size() - 1);
    story.tick();
    story.record(Call.Kind.TERMINATE, Long.toString(held.id()), Reply.of(503, "{}"));
    story.replace(held.id(), ExecutionState.TERMINATE, story.now());

    assertThat(story.check()).isEmpty();
  }

  @Test
  void anExecutionThatNobodyTerminatedIsFound() {
    story.triggers(5);
    Execution held = story.executions.get(story.executions.size() - 1);
    story.replace(held.id(), ExecutionState.TERMINATE, story.tick());

    assertBroken(FORWARD_ONLY);
  }

  @Test
  void aLostSegmentIsFound() {
    story.executions.subList(9, 12).clear();

    assertThat(broken(story.check())).contains(ACKNOWLEDGED_ONCE);
  }

  @Test
  void anIdThatWasGivenOutTwiceIsFound() {
    Execution first = story.executions.get(0);
    story.tick();
    story.record(
        Call.Kind.TRIGGER, "another", Reply.of(200, "{\"executionId\":\"" + first.id() + "\"}"));

    assertBroken(ACKNOWLEDGED_ONCE);
  }

  @Test
  void anExecutionThatWasRefusedIsFound() {
    story.trigger(Outcome.REFUSED);

    assertBroken(ACKNOWLEDGED_ONCE);
  }

  @Test
  void anExecutionFromNowhereIsFound() {
    story.trigger(Outcome.DONE);
    story.operations.remove(story.operations.size() - 1);

    assertBroken(ACKNOWLEDGED_ONCE);
  }

  @Test
  void aTriggerThatWasCarriedOutTwiceIsFound() {
    story.resolve(true, Outcome.DONE);
    Execution again = story.trigger(Outcome.UNKNOWN);
    story.executions.add(
        new Execution(
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
    Execution terminated = story.executions.get(5);
    story.replace(terminated.id(), ExecutionState.PENDING, story.resolutions.get(0).startedAt());

    assertBroken(FORWARD_ONLY);
  }

  @Test
  void aReleasedExecutionThatIsHeldAgainIsFound() {
    long released = story.executions.get(6).id();
    story.read(released, ExecutionState.PENDING);
    story.read(released, ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);

    assertBroken(FORWARD_ONLY);
  }

  @Test
  void anExecutionBothRunAndCancelledIsFound() {
    Resolution cancel = story.resolutions.get(1);
    Execution released = story.executions.get(6);
    story.replace(released.id(), ExecutionState.TERMINATE, cancel.startedAt());

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void anExecutionThatNobodyReleasedIsFound() {
    story.triggers(3);
    Execution held = story.executions.get(story.executions.size() - 1);
    assertThat(held.isPaused()).isTrue();
    story.replace(held.id(), ExecutionState.PENDING, story.tick());

    assertBroken(FORWARD_ONLY);
  }

  @Test
  void aDoubleCountIsFound() {
    story.triggers(4);
    Resolution right = story.resolve(true, Outcome.UNKNOWN);
    count(right, right.counts().paused() * 2);

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aCountThatLostSomeIsFound() {
    story.triggers(4);
    Resolution right = story.resolve(true, Outcome.UNKNOWN);
    count(right, 0);

    assertBroken(EXACT_COUNTS);
  }

  /** Has a resolution and its audit row tell another count. */
  private void count(Resolution resolution, long paused) {
    assertThat(resolution.counts().paused()).isPositive();
    Resolution other = withCounts(resolution, paused);
    story.resolutions.replaceAll(row -> row.equals(resolution) ? other : row);
    story.audit.replaceAll(row -> row.equals(Story.rowOf(resolution)) ? Story.rowOf(other) : row);
  }

  private static Resolution withCounts(Resolution resolution, long paused) {
    return new Resolution(
        resolution.id(),
        resolution.automationId(),
        resolution.order(),
        new Counts(paused, 0),
        resolution.startedAt(),
        resolution.finishedAt());
  }

  @Test
  void anAnswerOtherThanItsAuditRowIsFound() {
    story.triggers(4);
    Resolution right = story.resolve(true, Outcome.DONE);
    story.operations.remove(story.operations.size() - 1);
    story.record(
        Call.Kind.RUN,
        right.order().reason(),
        Reply.of(200, "{\"pausedCount\":99,\"erroredCount\":0}"));

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aSecondAuditRowIsFound() {
    story.audit.add(Story.rowOf(story.resolutions.get(0)));

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aMissingAuditRowIsFound() {
    story.audit.remove(Story.rowOf(story.resolutions.get(1)));

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aTerminationToldTwiceIsFound() {
    story.audit.stream()
        .filter(row -> row.tellsOfTermination())
        .findFirst()
        .ifPresent(story.audit::add);

    assertBroken(EXACT_COUNTS);
  }

  @Test
  void aVersionThatFallsWhileItIsWatchedIsFound() {
    story.sample("segment 7", 4);
    story.sample("segment 7", 6);

    assertBroken(RISING_VERSIONS);
  }

  @Test
  void aVersionThatFellUnwatchedIsFound() {
    story.versions.put("segment 7", 4L);

    assertBroken(RISING_VERSIONS);
  }

  @Test
  void anOverfullWindowIsFound() {
    story.triggers(1);
    Execution held = story.trigger(Outcome.DONE);
    assertThat(held.wasHeld()).isTrue();
    admit(held);

    assertBroken(BOUNDED_WINDOWS);
  }

  @Test
  void aBreakerThatTrippedTooEarlyIsFound() {
    story.resolve(true, Outcome.DONE);
    Execution admitted = story.trigger(Outcome.DONE);
    story.executions.replaceAll(
        e ->
            e.equals(admitted)
                ? withGeneration(e, ExecutionState.PAUSED_BY_CIRCUIT_BREAKER, 9)
                : e);

    assertBroken(BOUNDED_WINDOWS);
  }

  @Test
  void anAdmissionBehindOneThatWasHeldIsFound() {
    story.triggers(4);
    admit(story.executions.get(story.executions.size() - 1));

    assertBroken(BOUNDED_WINDOWS);
  }

  private void admit(Execution held) {
    story.executions.replaceAll(
        e -> e.equals(held) ? withGeneration(e, ExecutionState.PENDING, 0) : e);
  }

  private static Execution withGeneration(Execution execution, ExecutionState to, int generation) {
    long at = execution.status().createdAtMillis();
    return new Execution(
        new ExecutionStatus(execution.id(), to, generation, at, at),
        execution.automationId(),
        execution.marker());
  }

  @Test
  void anExecutionThatAResolveForgotIsFound() {
    story.triggers(5);
    Execution held = story.executions.get(story.executions.size() - 1);
    Resolution resolution = story.resolve(true, Outcome.DONE);
    story.replace(held.id(), ExecutionState.PAUSED_BY_CIRCUIT_BREAKER, resolution.startedAt());

    assertBroken(WHOLE_OR_NOT_AT_ALL, EXACT_COUNTS);
  }

  @Test
  void aResolutionThatWasNeverFinishedIsFound() {
    Resolution last = story.resolutions.get(2);
    story.resolutions.set(
        2,
        new Resolution(
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
    Resolution first = story.resolutions.get(1);
    story.tick();
    Resolution again =
        new Resolution(
            "again",
            first.automationId(),
            first.order(),
            new Counts(0, 0),
            story.now(),
            Optional.of(story.now()));
    story.resolutions.add(again);
    story.audit.add(Story.rowOf(again));

    assertBroken(WHOLE_OR_NOT_AT_ALL);
  }

  @Test
  void writesThatGoOnTooLateAreFound() {
    story.recovers(Duration.ofSeconds(1));
    story.tick();
    story.trigger(Outcome.DONE);

    assertBroken(WRITES_RESUME);
  }

  @Test
  void aWriteOnItsWayWhenTheFaultEndedProvesNothing() {
    story.trigger(Outcome.DONE);
    story.recovers(Duration.ofSeconds(20));

    assertBroken(WRITES_RESUME);
  }

  @Test
  void aNodeThatShowsAnotherStateIsFound() {
    NodeView right = story.view();
    Map<Long, ExecutionState> states = new HashMap<>(right.states());
    states.put(story.executions.get(0).id(), ExecutionState.TERMINATE);

    assertThat(broken(story.check(shown(states), Optional.empty()))).containsExactly(ONE_TRUTH);
  }

  @Test
  void aNodeThatShowsLessIsFound() {
    Map<Long, ExecutionState> states = new HashMap<>(story.view().states());
    states.remove(story.executions.get(0).id());

    assertThat(broken(story.check(shown(states), Optional.empty()))).containsExactly(ONE_TRUTH);
  }

  @Test
  void aNodeThatCountsOthersAsHeldIsFound() {
    Map<Long, ExecutionState> states = story.view().states();
    Snapshot counted = shown(states, Map.of(story.member.id(), 77L));

    assertThat(broken(story.check(counted, Optional.empty()))).containsExactly(ONE_TRUTH);
  }

  private Snapshot shown(Map<Long, ExecutionState> states) {
    return shown(states, story.view().paused());
  }

  private Snapshot shown(Map<Long, ExecutionState> states, Map<String, Long> paused) {
    Snapshot right = story.snapshot();
    NodeView view = right.views().get(0);
    return new Snapshot(
        right.takenAt(),
        right.stored(),
        List.of(new NodeView(1, states, paused, List.of(), view.resolutions(), view.audit())));
  }

  @Test
  void rowsThatDoNotFitTogetherAreFound() {
    story.contradictions.add("execution 7168 has facts twice");

    assertBroken(ONE_TRUTH);
  }

  @Test
  void whatAColdStartLosesIsFound() {
    Execution unknown = story.trigger(Outcome.UNKNOWN);
    Snapshot before = story.snapshot();
    story.executions.remove(unknown);

    assertThat(broken(story.check(story.snapshot(), Optional.of(before))))
        .containsExactly(ONE_TRUTH);
  }

  @Test
  void aNodeThatEndsByItselfIsFound() {
    story.endings.add(new Ending(1, story.now(), false, Duration.ZERO, 1));

    assertBroken(ORDERLY_NODES);
  }

  @Test
  void aNodeThatTakesTooLongToEndIsFound() {
    story.endings.add(new Ending(1, story.now(), true, OrderlyNodes.END_LIMIT, 0));

    assertBroken(ORDERLY_NODES);
  }

  @Test
  void anAnswerThatNoClientShouldGetIsFound() {
    story.tick();
    story.record(Call.Kind.CLEAR, "", Reply.of(500, "{}"));

    assertBroken(ORDERLY_NODES);
  }
}
