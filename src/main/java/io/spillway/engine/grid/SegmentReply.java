package io.spillway.engine.grid;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.Transition;
import java.util.List;
import java.util.stream.LongStream;

/** The reply to a {@link SegmentRequest}. */
public sealed interface SegmentReply {
  /** The segment does not exist. */
  record Missing() implements SegmentReply {}

  /**
   * Executions were appended.
   *
   * @param summary afterwards
   */
  record Changed(SegmentSummary summary) implements SegmentReply {}

  /**
   * A resolution was applied, by this request or an earlier one.
   *
   * @param moved how many executions it moved
   * @param slots of these, as ranges: first, last, first, last, and so on
   * @param summary afterwards
   */
  @SuppressWarnings("ArrayRecordComponent") // Not shared.
  record Resolved(int moved, int[] slots, SegmentSummary summary) implements SegmentReply {}

  /**
   * Single moves were attempted.
   *
   * @param results one for each move, in order
   * @param summary afterwards
   */
  record Transitioned(List<Transition.Result> results, SegmentSummary summary)
      implements SegmentReply {
    public Transitioned {
      results = List.copyOf(results);
    }
  }

  /**
   * Current states of executions.
   *
   * @param automationId of the segment
   * @param count of executions in the segment
   * @param executions in the requested order
   */
  record ReadResult(String automationId, int count, List<ExecutionStatus> executions)
      implements SegmentReply {
    public ReadResult {
      executions = List.copyOf(executions);
    }
  }

  /** Ids of paused executions. */
  @SuppressWarnings("ArrayRecordComponent") // Up to 1,024 ids, not shared.
  record Paused(long[] executionIds) implements SegmentReply {
    /** The ids in these slots. */
    public long[] among(Slots slots) {
      return LongStream.of(executionIds)
          .filter(executionId -> slots.contains(ExecutionIds.slotOf(executionId)))
          .toArray();
    }
  }
}
