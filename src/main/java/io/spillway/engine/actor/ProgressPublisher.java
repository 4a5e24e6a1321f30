package io.spillway.engine.actor;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.event.IdRanges;
import io.spillway.engine.grid.SegmentReply;

/**
 * Publishes the progress of a resolution: to its actor at once, to the event bus in batches. Runs
 * on the actor's context.
 */
final class ProgressPublisher {
  private static final int MAX_RANGES = 1_000;

  private final AutomationSession session;
  private final Resolution resolution;
  private IdRanges moved = new IdRanges();

  ProgressPublisher(AutomationSession session, Resolution resolution) {
    this.session = session;
    this.resolution = resolution;
  }

  /** A segment has replied. */
  void onResolved(SegmentReply.Resolved reply) {
    session.onSummary(reply.summary());
    long segmentId = reply.summary().segmentId();
    int[] slots = reply.slots();
    for (int i = 0; i < slots.length; i += 2) {
      moved.add(ExecutionIds.of(segmentId, slots[i]), ExecutionIds.of(segmentId, slots[i + 1]));
    }
    if (moved.size() >= MAX_RANGES) {
      publishMoved();
    }
  }

  /** Publishes the counts, and which executions were moved since the last call. */
  void publish(Resolution counted) {
    publishMoved();
    session.shared().telemetry().progressed(counted);
  }

  private void publishMoved() {
    if (moved.count() > 0) {
      session.shared().telemetry().executionsResolved(resolution, moved);
      moved = new IdRanges();
    }
  }
}
