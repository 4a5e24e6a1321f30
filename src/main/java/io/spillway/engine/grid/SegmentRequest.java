package io.spillway.engine.grid;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be asked of a segment where it lies. Each is a pure function of the segment: it answers
 * the same when carried out twice.
 */
sealed interface SegmentRequest {
  /** The segment afterwards, which is {@code segment} itself if nothing changes, and the reply. */
  Result applyTo(Segment segment);

  /**
   * What came of a request.
   *
   * @param segment afterwards
   * @param reply for the caller
   */
  record Result(Segment segment, SegmentReply reply) {}

  /** Executions enter the segment, one group after the other. */
  record Append(List<AppendBatch> arrivals) implements SegmentRequest {
    public Append {
      arrivals = List.copyOf(arrivals);
    }

    @Override
    public Result applyTo(Segment segment) {
      Segment next = segment;
      for (AppendBatch group : arrivals) {
        next = next.append(group);
      }
      return new Result(next, new SegmentReply.Changed(next.summary()));
    }
  }

  /** A resolution moves what is held in some slots or all. */
  record Resolve(
      String resolutionId, int throughGeneration, Slots among, ExecutionState to, long atMillis)
      implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      Segment.Resolved resolved =
          segment.resolve(resolutionId, throughGeneration, among, to, atMillis);
      Segment next = resolved.segment();
      return new Result(
          next,
          new SegmentReply.Resolved(
              resolved.moved(), next.resolvedBy(resolutionId), next.summary()));
    }
  }

  /** Single executions move. */
  record Move(Transition transition) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      Segment.Transitioned moved = segment.move(transition);
      Segment next = moved.segment();
      return new Result(next, new SegmentReply.Transitioned(moved.outcomes(), next.summary()));
    }
  }

  /** Tell the executions in these slots; slots without one are left out. */
  record Read(List<Integer> slots) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      List<ExecutionStatus> read = new ArrayList<>(slots.size());
      for (int slot : slots) {
        if (slot < segment.count()) {
          read.add(segment.status(slot));
        }
      }
      return new Result(
          segment, new SegmentReply.ReadResult(segment.automationId(), segment.count(), read));
    }
  }

  /** Tell the newest executions below a slot, of these states (a bit mask, 0 for any). */
  record ReadNewest(int beforeSlot, int stateMask, int limit) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      return new Result(
          segment,
          new SegmentReply.ReadResult(
              segment.automationId(),
              segment.count(),
              segment.newestFirst(beforeSlot, stateMask, limit)));
    }
  }

  /** Tell which executions are held by generations up to one. */
  record ReadPaused(int throughGeneration) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      return new Result(segment, new SegmentReply.Paused(segment.pausedThrough(throughGeneration)));
    }
  }
}
