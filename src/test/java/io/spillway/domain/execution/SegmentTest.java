package io.spillway.domain.execution;

import static io.spillway.domain.execution.ExecutionState.CREATING;
import static io.spillway.domain.execution.ExecutionState.DONE;
import static io.spillway.domain.execution.ExecutionState.GET_STEP;
import static io.spillway.domain.execution.ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static io.spillway.domain.execution.ExecutionState.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.Transition.Move;
import io.spillway.domain.execution.Transition.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
  private static final long T = 1_700_000_000_000L;

  private final Segment empty = Segment.empty(7, "a");

  /** Slots 0 and 1 PENDING, 2 to 4 paused by generation 1, 5 and 6 by generation 2. */
  private final Segment mixed =
      empty.append(new AppendBatch(0, 2, 3, 1, T)).append(new AppendBatch(5, 0, 2, 2, T + 10));

  private static Transition transition(long operationId, Move... moves) {
    return new Transition(operationId, T + 100, List.of(moves));
  }

  private static List<ExecutionState> statesOf(Segment segment) {
    return java.util.stream.IntStream.range(0, segment.count())
        .mapToObj(slot -> segment.status(slot).state())
        .toList();
  }

  @Test
  void anEmptySegmentHoldsNothing() {
    assertThat(empty.segmentId()).isEqualTo(7);
    assertThat(empty.automationId()).isEqualTo("a");
    assertThat(empty.version()).isZero();
    assertThat(empty.needsSaving()).isFalse();
    assertThat(empty.summary()).isEqualTo(new SegmentSummary(7, 0, 0, 0, 0));
    assertThat(empty.pausedThrough(Integer.MAX_VALUE)).isEmpty();
    assertThat(empty.newestFirst(ExecutionIds.SLOTS, 0, 10)).isEmpty();
  }

  @Test
  void arrivalsAreFirstAdmittedThenPausedInTheirGeneration() {
    assertThat(mixed.newestFirst(ExecutionIds.SLOTS, 0, 10))
        .containsExactly(
            new ExecutionStatus(7 * 1_024 + 6, PAUSED_BY_CIRCUIT_BREAKER, 2, T + 10, T + 10),
            new ExecutionStatus(7 * 1_024 + 5, PAUSED_BY_CIRCUIT_BREAKER, 2, T + 10, T + 10),
            new ExecutionStatus(7 * 1_024 + 4, PAUSED_BY_CIRCUIT_BREAKER, 1, T, T),
            new ExecutionStatus(7 * 1_024 + 3, PAUSED_BY_CIRCUIT_BREAKER, 1, T, T),
            new ExecutionStatus(7 * 1_024 + 2, PAUSED_BY_CIRCUIT_BREAKER, 1, T, T),
            new ExecutionStatus(7 * 1_024 + 1, PENDING, 0, T, T),
            new ExecutionStatus(7 * 1_024, PENDING, 0, T, T));
    assertThat(mixed.summary())
        .isEqualTo(
            new SegmentSummary(
                7,
                0,
                7,
                5,
                PENDING.bit() | PAUSED_BY_CIRCUIT_BREAKER.bit(),
                StepCounts.ofPending(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 7, 1_024})
  void aSlotThatIsNotInUseHasNoStatus(int slot) {
    assertThatThrownBy(() -> mixed.status(slot)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void appendingTwiceIsAppendingOnce() {
    assertThat(mixed.append(new AppendBatch(5, 0, 2, 2, T + 10))).isSameAs(mixed);
    assertThat(mixed.append(new AppendBatch(0, 2, 3, 1, T))).isSameAs(mixed);
    assertThat(mixed.append(new AppendBatch(0, 7, 0, 0, T + 99))).isSameAs(mixed);
  }

  @Test
  void whatIsThereIsLeftAloneByOverlappingArrivals() {
    Segment resolved = mixed.resolve("r", 2, PENDING, T + 50).segment();

    Segment grown = resolved.append(new AppendBatch(5, 0, 4, 2, T + 10));

    assertThat(statesOf(grown))
        .containsExactly(
            PENDING,
            PENDING,
            PENDING,
            PENDING,
            PENDING,
            PENDING,
            PENDING,
            PAUSED_BY_CIRCUIT_BREAKER,
            PAUSED_BY_CIRCUIT_BREAKER);
    assertThat(grown.status(6).updatedAtMillis()).isEqualTo(T + 50);
    assertThat(grown.status(7))
        .isEqualTo(
            new ExecutionStatus(7 * 1_024 + 7, PAUSED_BY_CIRCUIT_BREAKER, 2, T + 10, T + 10));
  }

  @Test
  void arrivalsThatOverlapByTheirAdmittedOnesKeepTheRestOfThemAdmitted() {
    Segment grown = mixed.append(new AppendBatch(5, 4, 1, 3, T + 20));

    assertThat(statesOf(grown).subList(5, 10))
        .containsExactly(
            PAUSED_BY_CIRCUIT_BREAKER,
            PAUSED_BY_CIRCUIT_BREAKER,
            PENDING,
            PENDING,
            PAUSED_BY_CIRCUIT_BREAKER);
    assertThat(grown.status(8).generation()).isZero();
    assertThat(grown.status(9).generation()).isEqualTo(3);
  }

  @Test
  void arrivalsBeyondAGapAreAFault() {
    assertThatThrownBy(() -> mixed.append(new AppendBatch(8, 1, 0, 0, T)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("first slot of the batch is 8, must be at most 7, the end of segment 7");
  }

  @Test
  void onlyTheArrivalThatFillsTheSegmentNeedsSaving() {
    Segment almost = mixed.append(new AppendBatch(7, 1_016, 0, 0, T));
    assertThat(almost.count()).isEqualTo(1_023);
    assertThat(almost.version()).isZero();
    assertThat(almost.needsSaving()).isFalse();
    assertThat(almost.summary().isFull()).isFalse();

    Segment full = almost.append(new AppendBatch(1_023, 1, 0, 0, T));

    assertThat(full.version()).isEqualTo(1);
    assertThat(full.needsSaving()).isTrue();
    assertThat(full.summary().isFull()).isTrue();
    assertThat(full.append(new AppendBatch(1_023, 1, 0, 0, T))).isSameAs(full);
  }

  @Test
  void anAppendAfterASavedChangeNeedsNoSaving() {
    Segment changed = mixed.resolve("r", 1, PENDING, T).segment();
    assertThat(changed.needsSaving()).isTrue();

    Segment grown = changed.append(new AppendBatch(7, 1, 0, 0, T));

    assertThat(grown.needsSaving()).isFalse();
    assertThat(grown.version()).isEqualTo(1);
  }

  @Test
  void aSegmentReadBackNeedsNoSaving() {
    Segment read = mixed.resolve("r", 1, PENDING, T).segment().saved();

    assertThat(read.needsSaving()).isFalse();
    assertThat(read.version()).isEqualTo(1);
    assertThat(read.resolve("r", 1, PENDING, T).moved()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = ExecutionState.class,
      names = {"PENDING", "TERMINATE"})
  void aResolutionMovesWhatGenerationsUpToItsOwnHoldAndNothingElse(ExecutionState to) {
    Segment.Resolved resolved = mixed.resolve("r", 1, to, T + 50);

    assertThat(resolved.moved()).isEqualTo(3);
    assertThat(statesOf(resolved.segment()))
        .containsExactly(
            PENDING, PENDING, to, to, to, PAUSED_BY_CIRCUIT_BREAKER, PAUSED_BY_CIRCUIT_BREAKER);
    assertThat(resolved.segment().paused()).isEqualTo(2);
    assertThat(resolved.segment().version()).isEqualTo(1);
    assertThat(resolved.segment().needsSaving()).isTrue();
    assertThat(resolved.segment().status(0).updatedAtMillis()).isEqualTo(T);
    assertThat(resolved.segment().status(2).updatedAtMillis()).isEqualTo(T + 50);
    assertThat(resolved.segment().status(2).generation()).isEqualTo(1);
  }

  @Test
  void aRepeatedResolutionChangesNothingAndAnswersTheSameCount() {
    Segment once = mixed.resolve("r", 2, PENDING, T + 50).segment();
    Segment later =
        once.move(transition(1, new Move(2, CREATING)))
            .segment()
            .append(new AppendBatch(7, 0, 1, 2, T + 60));

    Segment.Resolved again = later.resolve("r", 2, PENDING, T + 70);

    assertThat(again.moved()).isEqualTo(5);
    assertThat(again.segment()).isSameAs(later);
  }

  @Test
  void theNextResolutionMovesWhatIsLeft() {
    Segment first = mixed.resolve("r1", 1, PENDING, T).segment();

    Segment.Resolved second = first.resolve("r2", 2, TERMINATE, T);

    assertThat(second.moved()).isEqualTo(2);
    assertThat(second.segment().version()).isEqualTo(2);
    assertThat(second.segment().paused()).isZero();
  }

  @Test
  void aResolutionThatFindsNothingLeavesNoTrace() {
    Segment first = mixed.resolve("r1", 2, PENDING, T).segment();

    Segment.Resolved second = first.resolve("r2", 2, TERMINATE, T);

    assertThat(second.moved()).isZero();
    assertThat(second.segment()).isSameAs(first);
    assertThat(first.resolve("r1", 2, PENDING, T).moved()).isEqualTo(5);
  }

  @Test
  void aClockSetBackDoesNotResolveAnExecutionBeforeItWasCreated() {
    Segment resolved = mixed.resolve("r", 2, PENDING, T + 5).segment();

    assertThat(resolved.status(2).updatedAtMillis()).isEqualTo(T + 5);
    assertThat(resolved.status(5).updatedAtMillis()).isEqualTo(T + 10);
  }

  @ParameterizedTest
  @EnumSource(
      value = ExecutionState.class,
      names = {"PENDING", "TERMINATE"},
      mode = EnumSource.Mode.EXCLUDE)
  void pausedExecutionsBecomeNothingElse(ExecutionState to) {
    assertThatThrownBy(() -> mixed.resolve("r", 1, to, T))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("to is " + to + ", must be PENDING or TERMINATE");
  }

  @Test
  void aResolutionNeedsAnId() {
    assertThatThrownBy(() -> mixed.resolve("", 1, PENDING, T))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resolutionId is empty, must be the id of a resolution");
  }

  @Test
  void eachMoveHasItsOutcome() {
    Segment.Transitioned moved =
        mixed.move(
            transition(
                1,
                new Move(0, CREATING),
                new Move(1, PENDING),
                new Move(2, DONE),
                new Move(7, DONE),
                new Move(-1, DONE),
                new Move(5, TERMINATE)));

    assertThat(moved.results())
        .containsExactly(
            Result.MOVED,
            Result.ALREADY_THERE,
            Result.REFUSED,
            Result.UNKNOWN,
            Result.UNKNOWN,
            Result.MOVED);
    assertThat(statesOf(moved.segment()))
        .containsExactly(
            CREATING,
            PENDING,
            PAUSED_BY_CIRCUIT_BREAKER,
            PAUSED_BY_CIRCUIT_BREAKER,
            PAUSED_BY_CIRCUIT_BREAKER,
            TERMINATE,
            PAUSED_BY_CIRCUIT_BREAKER);
    assertThat(moved.segment().version()).isEqualTo(1);
    assertThat(moved.segment().needsSaving()).isTrue();
    assertThat(moved.segment().paused()).isEqualTo(4);
    assertThat(moved.segment().status(0).updatedAtMillis()).isEqualTo(T + 100);
    assertThat(moved.segment().status(1).updatedAtMillis()).isEqualTo(T);
  }

  @Test
  void oneExecutionMayMoveTwiceInOneTransition() {
    Segment.Transitioned moved =
        mixed.move(transition(1, new Move(0, CREATING), new Move(0, GET_STEP)));

    assertThat(moved.results()).containsExactly(Result.MOVED, Result.MOVED);
    assertThat(moved.segment().status(0).state()).isEqualTo(GET_STEP);
  }

  @Test
  void aTransitionThatMovesNothingLeavesNoTrace() {
    Segment.Transitioned moved = mixed.move(transition(1, new Move(0, PENDING), new Move(2, DONE)));

    assertThat(moved.segment()).isSameAs(mixed);
  }

  @Test
  void aRepeatedTransitionChangesNothingAndAnswersTheSameOutcomes() {
    Transition asked =
        transition(
            1,
            new Move(0, CREATING),
            new Move(0, GET_STEP),
            new Move(1, PENDING),
            new Move(2, CREATING),
            new Move(7, CREATING));
    Segment.Transitioned first = mixed.move(asked);
    Segment later =
        first
            .segment()
            .resolve("r", 2, PENDING, T)
            .segment()
            .append(new AppendBatch(7, 1, 0, 0, T));

    Segment.Transitioned again = later.move(asked);

    assertThat(again.segment()).isSameAs(later);
    assertThat(again.results())
        .isEqualTo(first.results())
        .containsExactly(
            Result.MOVED, Result.MOVED, Result.ALREADY_THERE, Result.REFUSED, Result.UNKNOWN);
  }

  @Test
  void aResolutionAfterATransitionDoesNotForgetTheTransitionNorTheOtherWayRound() {
    Transition asked = transition(9, new Move(0, CREATING));
    Segment both =
        mixed
            .move(asked)
            .segment()
            .resolve("r", 1, PENDING, T)
            .segment()
            .move(transition(10, new Move(1, CREATING)))
            .segment();

    assertThat(both.resolve("r", 1, PENDING, T).moved()).isEqualTo(3);
    assertThat(both.move(transition(10, new Move(1, CREATING))).segment()).isSameAs(both);
  }

  @Test
  void aTransitionNeverTurnsTheTimeBack() {
    Segment moved = mixed.move(new Transition(1, T - 5, List.of(new Move(0, CREATING)))).segment();

    assertThat(moved.status(0).updatedAtMillis()).isEqualTo(T);
  }

  @Test
  void newestFirstHonoursSlotMaskAndLimit() {
    assertThat(mixed.newestFirst(6, 0, 2))
        .extracting(status -> ExecutionIds.slotOf(status.executionId()))
        .containsExactly(5, 4);
    assertThat(mixed.newestFirst(ExecutionIds.SLOTS, PENDING.bit(), 10))
        .extracting(status -> ExecutionIds.slotOf(status.executionId()))
        .containsExactly(1, 0);
    assertThat(mixed.newestFirst(0, 0, 10)).isEmpty();
    assertThat(mixed.newestFirst(ExecutionIds.SLOTS, DONE.bit(), 10)).isEmpty();
    assertThat(mixed.newestFirst(ExecutionIds.SLOTS, 0, 0)).isEmpty();
  }

  @Test
  void pausedThroughListsWhatGenerationsUpToOneHold() {
    assertThat(mixed.pausedThrough(0)).isEmpty();
    assertThat(mixed.pausedThrough(1)).containsExactly(7 * 1_024 + 2, 7 * 1_024 + 3, 7 * 1_024 + 4);
    assertThat(mixed.pausedThrough(2)).hasSize(5);
  }

  @Test
  void tellsWhichSlotsAResolutionMoved() {
    Segment segment =
        Segment.empty(7, "a")
            .append(new AppendBatch(0, 2, 3, 1, T))
            .append(new AppendBatch(5, 1, 2, 1, T))
            .move(new Transition(1, T, List.of(new Transition.Move(3, PENDING))))
            .segment()
            .resolve("r", 1, PENDING, T + 5)
            .segment();
    assertThat(segment.resolvedBy("r")).containsExactly(2, 2, 4, 4, 6, 7);
    assertThat(segment.resolvedBy("q")).isEmpty();
  }

  @Test
  void remembersWhichResolutionMovedWhichSlotWhateverComesLater() {
    Segment segment =
        mixed
            .resolve("r1", 1, PENDING, T + 50)
            .segment()
            .move(transition(1, new Move(2, CREATING), new Move(5, TERMINATE)))
            .segment()
            .append(new AppendBatch(7, 0, 2, 3, T + 60))
            .resolve("r2", 3, TERMINATE, T + 70)
            .segment()
            .append(new AppendBatch(9, 0, ExecutionIds.SLOTS - 9, 4, T + 80))
            .saved();
    assertThat(segment.resolvedBy("r1")).containsExactly(2, 4);
    assertThat(segment.resolvedBy("r2")).containsExactly(6, 8);
    assertThat(segment.resolve("r2", 3, TERMINATE, T).segment().resolvedBy("r2"))
        .containsExactly(6, 8);
  }

  @Test
  void listsWhatAFailedResolutionLeftPaused() {
    Segment segment =
        mixed
            .resolve("earlier", 1, PENDING, T + 50)
            .segment()
            .append(new AppendBatch(7, 0, 4, 3, T + 60))
            .move(new Transition(1, T + 99, List.of(new Move(7, TERMINATE))))
            .segment()
            .move(new Transition(2, T + 200, List.of(new Move(8, TERMINATE))))
            .segment()
            .resolve("later", 2, TERMINATE, T + 300)
            .segment();
    // 0 and 1 were never paused, 2 to 4 were gone, 7 was terminated before, 11 is of a later trip.
    assertThat(
            segment.append(new AppendBatch(11, 0, 1, 4, T + 160)).leftPaused(3, T + 100, T + 150))
        .containsExactly(5, 6, 8, 10);
  }
}
