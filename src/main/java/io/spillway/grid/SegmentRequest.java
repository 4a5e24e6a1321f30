package io.spillway.grid;

import io.spillway.execution.Arrivals;
import io.spillway.execution.ExecutionState;
import io.spillway.execution.ExecutionStatus;
import io.spillway.execution.Segment;
import io.spillway.execution.Slots;
import io.spillway.execution.Transition;
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
  record Append(List<Arrivals> arrivals) implements SegmentRequest {
    public Append {
      arrivals = List.copyOf(arrivals);
    }

    @Override
    public Result applyTo(Segment segment) {
      Segment next = segment;
      for (Arrivals group : arrivals) {
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
      Segment.Moved moved = segment.move(transition);
      Segment next = moved.segment();
      return new Result(next, new SegmentReply.Moved(moved.outcomes(), next.summary()));
    }
  }

  /** Tell the executions in these slots; slots without one are left out. */
  record Tell(List<Integer> slots) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      List<ExecutionStatus> told = new ArrayList<>(slots.size());
      for (int slot : slots) {
        if (slot < segment.count()) {
          told.add(segment.status(slot));
        }
      }
      return new Result(
          segment, new SegmentReply.Told(segment.automationId(), segment.count(), told));
    }
  }

  /** Tell the newest executions below a slot, of these states (a bit mask, 0 for any). */
  record TellNewest(int beforeSlot, int stateMask, int limit) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      return new Result(
          segment,
          new SegmentReply.Told(
              segment.automationId(),
              segment.count(),
              segment.newestFirst(beforeSlot, stateMask, limit)));
    }
  }

  /** Tell which executions are held by generations up to one. */
  record TellPaused(int throughGeneration) implements SegmentRequest {
    @Override
    public Result applyTo(Segment segment) {
      return new Result(segment, new SegmentReply.Paused(segment.pausedThrough(throughGeneration)));
    }
  }
}
