package io.spillway.engine.grid;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.Transition;
import java.util.List;
import java.util.stream.LongStream;

/** What a segment answers. */
public sealed interface SegmentReply {
  /** No such segment exists. */
  record Missing() implements SegmentReply {}

  /**
   * Executions were added.
   *
   * @param summary afterwards
   */
  record Changed(SegmentSummary summary) implements SegmentReply {}

  /**
   * A resolution was applied, now or before.
   *
   * @param moved how many executions it moved
   * @param slots where they are, as runs: first, last, first, last, and so on
   * @param summary afterwards
   */
  @SuppressWarnings("ArrayRecordComponent") // Made for this reply alone.
  record Resolved(int moved, int[] slots, SegmentSummary summary) implements SegmentReply {}

  /**
   * Moves were tried.
   *
   * @param outcomes one for each move, in order
   * @param summary afterwards
   */
  record Transitioned(List<Transition.Result> outcomes, SegmentSummary summary)
      implements SegmentReply {
    public Transitioned {
      outcomes = List.copyOf(outcomes);
    }
  }

  /**
   * Executions as they stand.
   *
   * @param automationId whose they are
   * @param count how many executions the segment has
   * @param executions in the order asked for
   */
  record ReadResult(String automationId, int count, List<ExecutionStatus> executions)
      implements SegmentReply {
    public ReadResult {
      executions = List.copyOf(executions);
    }
  }

  /** Ids of held executions. */
  @SuppressWarnings("ArrayRecordComponent") // Up to 1,024 ids made for this reply alone.
  record Paused(long[] executionIds) implements SegmentReply {
    /** Those in these slots. */
    public long[] among(Slots slots) {
      return LongStream.of(executionIds)
          .filter(executionId -> slots.contains(ExecutionIds.slotOf(executionId)))
          .toArray();
    }
  }
}
