package io.spillway.domain.execution;

import static io.spillway.domain.execution.ExecutionState.CREATING;
import static io.spillway.domain.execution.ExecutionState.DONE;
import static io.spillway.domain.execution.ExecutionState.ERROR;
import static io.spillway.domain.execution.ExecutionState.GET_STEP;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static io.spillway.domain.execution.ExecutionState.PROCESS_STEP;
import static io.spillway.domain.execution.ExecutionState.TERMINATE;
import static io.spillway.domain.execution.ExecutionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.Transition.Move;
import io.spillway.domain.execution.Transition.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentAdvanceTest {
  private static final long T = 1_700_000_000_000L;
  private static final StepPosition FIRST = new StepPosition(0, 1, 0, 0, T + 60_000);

  /** Slots 0 to 3 PENDING, 4 paused. */
  private final Segment pending =
      Segment.empty(7, "a").append(new AppendBatch(0, 4, 1, 1, T)).saved();

  /** Slot 0 runs its first step. */
  private final Segment running = advance(pending, new StepMove(0, 0, PROCESS_STEP, FIRST));

  private static Segment advance(Segment segment, StepMove... moves) {
    return segment.advance(List.of(moves), T + 100).segment();
  }

  private static List<Result> results(Segment segment, StepMove... moves) {
    return segment.advance(List.of(moves), T + 200).results();
  }

  @Test
  void aHandOutMovesOverSeveralStatesAtOnceAndMustBeSaved() {
    assertThat(running.status(0))
        .isEqualTo(new ExecutionStatus(7 * 1_024, PROCESS_STEP, 0, T, T + 100, FIRST));
    assertThat(running.version()).isEqualTo(1);
    assertThat(running.needsSaving()).isTrue();
    assertThat(running.status(1).position()).isEqualTo(StepPosition.START);
  }

  @Test
  void aMoveTwiceIsAMoveOnce() {
    Segment.Transitioned again =
        running.advance(List.of(new StepMove(0, 0, PROCESS_STEP, FIRST)), T + 500);

    assertThat(again.results()).containsExactly(Result.ALREADY_THERE);
    assertThat(again.segment()).isSameAs(running);
  }

  @Test
  void anOlderRunChangesNothing() {
    StepPosition second = new StepPosition(0, 2, 0, 1, T + 90_000);
    Segment handedOutAgain = advance(running, new StepMove(0, 1, PROCESS_STEP, second));

    assertThat(handedOutAgain.status(0).position()).isEqualTo(second);
    assertThat(results(handedOutAgain, new StepMove(0, 1, DONE, StepPosition.START)))
        .containsExactly(Result.REFUSED);
    assertThat(results(handedOutAgain, new StepMove(0, 2, DONE, StepPosition.START)))
        .containsExactly(Result.MOVED);
  }

  @Test
  void aPausedExecutionAndASlotThatIsNotInUseDoNotAdvance() {
    assertThat(
            results(
                pending,
                new StepMove(4, 0, PROCESS_STEP, FIRST),
                new StepMove(4, 0, PENDING, StepPosition.START),
                new StepMove(5, 0, PROCESS_STEP, FIRST),
                new StepMove(-1, 0, PROCESS_STEP, FIRST)))
        .containsExactly(Result.REFUSED, Result.REFUSED, Result.UNKNOWN, Result.UNKNOWN);
  }

  @Test
  void oneOfSeveralThatIsRefusedDoesNotStopTheOthers() {
    assertThat(
            results(
                running,
                new StepMove(0, 7, WAITING, FIRST),
                new StepMove(1, 0, PROCESS_STEP, FIRST),
                new StepMove(1, 1, WAITING, FIRST)))
        .containsExactly(Result.REFUSED, Result.MOVED, Result.MOVED);
  }

  @ParameterizedTest
  @EnumSource(
      value = ExecutionState.class,
      names = {"DONE", "TERMINATE"})
  void whatHasEndedHasNoPosition(ExecutionState end) {
    Segment ended = advance(running, new StepMove(0, 1, end, FIRST));

    assertThat(ended.status(0).state()).isEqualTo(end);
    assertThat(ended.status(0).position()).isEqualTo(StepPosition.START);
    assertThat(ended.columns().positions().size()).isZero();
    assertThat(results(ended, new StepMove(0, 1, end, FIRST)))
        .containsExactly(Result.ALREADY_THERE);
    assertThat(results(ended, new StepMove(0, 0, GET_STEP, FIRST))).containsExactly(Result.REFUSED);
  }

  @Test
  void whatIsTerminatedByAnotherRequestHasNoPosition() {
    Segment both = advance(running, new StepMove(1, 0, WAITING, FIRST));

    Segment moved =
        both.move(new Transition(9, T + 300, List.of(new Move(0, TERMINATE)))).segment();

    assertThat(moved.status(0).position()).isEqualTo(StepPosition.START);
    assertThat(moved.status(1).position()).isEqualTo(FIRST);
  }

  @Test
  void anOrdinaryMoveKeepsThePosition() {
    Segment moved = running.move(new Transition(9, T, List.of(new Move(0, WAITING)))).segment();

    assertThat(moved.status(0))
        .isEqualTo(new ExecutionStatus(7 * 1_024, WAITING, 0, T, T + 100, FIRST));
  }

  @Test
  void aRetryLeadsFromAnErrorBackToTheFailedStep() {
    Segment failed = advance(running, new StepMove(0, 1, ERROR, new StepPosition(0, 1, 12, 0, 0)));
    assertThat(results(failed, new StepMove(0, 1, PROCESS_STEP, FIRST)))
        .containsExactly(Result.REFUSED);

    Segment again = advance(failed, new StepMove(0, 1, PENDING, new StepPosition(0, 1, 0, 0, 0)));

    assertThat(again.status(0).state()).isEqualTo(PENDING);
    assertThat(again.status(0).position()).isEqualTo(new StepPosition(0, 1, 0, 0, 0));
  }

  @Test
  void whatWasAppliedBeforeIsStillKnown() {
    Segment moved =
        pending
            .resolve("r", 1, PENDING, T + 50)
            .segment()
            .move(new Transition(9, T + 50, List.of(new Move(1, CREATING))))
            .segment();

    Segment advanced = advance(moved, new StepMove(0, 0, PROCESS_STEP, FIRST));

    assertThat(advanced.resolve("r", 1, PENDING, T + 900).moved()).isEqualTo(1);
    assertThat(advanced.move(new Transition(9, T + 900, List.of())).results())
        .containsExactly(Result.MOVED);
    assertThat(advanced.resolvedBy("r")).containsExactly(4, 4);
  }

  @Test
  void appendingKeepsPositions() {
    Segment grown = running.append(new AppendBatch(5, 3, 0, 0, T + 300));

    assertThat(grown.status(0).position()).isEqualTo(FIRST);
    assertThat(grown.status(7).position()).isEqualTo(StepPosition.START);
  }

  @Test
  void theSummaryCountsWhatIsToBeRunAndWhenTheNextIsDue() {
    Segment mixed =
        advance(
            running,
            new StepMove(1, 0, WAITING, new StepPosition(1, 1, 0, 0, T + 5_000)),
            new StepMove(2, 0, GET_STEP, new StepPosition(1, 1, 0, 0, T + 1)));

    assertThat(pending.summary().counts()).isEqualTo(StepCounts.ofPending(4));
    assertThat(mixed.summary().counts()).isEqualTo(new StepCounts(1, 1, 1, 1, T + 1));
  }

  @Test
  void theOldestAreFoundThatAreDue() {
    Segment mixed =
        advance(
            running,
            new StepMove(1, 0, WAITING, new StepPosition(1, 1, 0, 0, T + 5_000)),
            new StepMove(2, 0, WAITING, new StepPosition(1, 1, 0, 0, 0)));
    int mask = WAITING.bit() | PROCESS_STEP.bit();

    assertThat(slots(mixed.oldestFirst(0, mask, T + 4_999, 9))).containsExactly(2);
    assertThat(slots(mixed.oldestFirst(0, mask, T + 5_000, 9))).containsExactly(1, 2);
    assertThat(slots(mixed.oldestFirst(0, mask, Long.MAX_VALUE, 2))).containsExactly(0, 1);
    assertThat(slots(mixed.oldestFirst(2, 0, T, 9))).containsExactly(2, 3, 4);
    assertThat(mixed.oldestFirst(5, 0, T, 9)).isEmpty();
  }

  private static List<Integer> slots(List<ExecutionStatus> found) {
    return found.stream().map(status -> ExecutionIds.slotOf(status.executionId())).toList();
  }

  @Test
  void aPositionTakesFewBytes() {
    StepPositions.Builder positions = new StepPositions.Builder(ExecutionIds.SLOTS);
    for (int slot = 0; slot < ExecutionIds.SLOTS; slot++) {
      positions.add(
          slot, new StepPosition(slot % 9, slot % 300, slot % 12, slot % 3, T + slot * 3_600_000L));
    }

    assertThat(positions.build().bytes()).isLessThanOrEqualTo(12 * ExecutionIds.SLOTS);
  }
}
