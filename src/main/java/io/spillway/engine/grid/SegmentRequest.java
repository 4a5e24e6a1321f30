package io.spillway.engine.grid;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation on one segment. Each is a pure function of the segment and idempotent: executed
 * twice, it returns the same reply.
 */
sealed interface SegmentRequest {
  /** The segment afterwards, which is {@code segment} itself if nothing changes, and the reply. */
  Result applyTo(Segment segment);

  /**
   * The result of a request.
   *
   * @param segment afterwards
   * @param reply for the caller
   */
  record Result(Segment segment, SegmentReply reply) {}

  /** Appends batches of executions, in order. */
  record Append(List<AppendBatch> batches) implements SegmentRequest {
    public Append {
      batches = List.copyOf(batches);
    }

    @Override
    public Result applyTo(Segment segment) {
      Segment next = segment;
      for (AppendBatch batch : batches) {
        next = next.append(batch);
      }
      return new Result(next, new SegmentReply.Changed(next.summary()));
    }
  }

  /** Moves the paused executions of the selected slots for a resolution. */
  record Resolve(
      String resolutionId, int throughGeneration, Slots selected, ExecutionState to, long atMillis)
      implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      Segment.Resolved resolved =
          segment.resolve(resolutionId, throughGeneration, selected, to, atMillis);
      Segment next = resolved.segment();
      return new Result(
          next,
          new SegmentReply.Resolved(
              resolved.moved(), next.resolvedBy(resolutionId), next.summary()));
    }
  }

  /** Moves single executions. */
  record Move(Transition transition) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      Segment.Transitioned moved = segment.move(transition);
      Segment next = moved.segment();
      return new Result(next, new SegmentReply.Transitioned(moved.results(), next.summary()));
    }
  }

  /** Moves executions along their steps. */
  record Advance(List<StepMove> moves, long atMillis) implements SegmentRequest {
    public Advance {
      moves = List.copyOf(moves);
    }

    @Override
    public Result applyTo(Segment segment) {
      Segment.Transitioned moved = segment.advance(moves, atMillis);
      Segment next = moved.segment();
      return new Result(next, new SegmentReply.Transitioned(moved.results(), next.summary()));
    }
  }

  /** Reads the executions in these slots; slots not in use are omitted. */
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

  /** Reads the newest executions below a slot, in these states (a bit mask, 0 for any). */
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

  /**
   * Reads the oldest executions from a slot on, in these states (a bit mask, 0 for any), that are
   * due until then or have no due time.
   */
  record ReadOldest(int fromSlot, int stateMask, long dueBeforeMillis, int limit)
      implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      return new Result(
          segment,
          new SegmentReply.ReadResult(
              segment.automationId(),
              segment.count(),
              segment.oldestFirst(fromSlot, stateMask, dueBeforeMillis, limit)));
    }
  }

  /** Reads the ids of the executions paused by generations up to {@code throughGeneration}. */
  record ReadPaused(int throughGeneration) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      return new Result(segment, new SegmentReply.Paused(segment.pausedThrough(throughGeneration)));
    }
  }
}
