package io.spillway.actor;

import io.spillway.execution.ExecutionIds;
import io.spillway.grid.SegmentReply;
import io.spillway.resolution.Resolution;

/**
 * What a resolution has to tell while it goes on: to its actor at once, to the event bus in
 * batches. Runs on the actor's context.
 */
final class ResolveNews {
  private static final int MOST_RANGES = 1_000;

  private final OwnedAutomation owned;
  private final Resolution resolution;
  private IdRanges moved = new IdRanges();

  ResolveNews(OwnedAutomation owned, Resolution resolution) {
    this.owned = owned;
    this.resolution = resolution;
  }

  /** A segment answers. */
  void onResolved(SegmentReply.Resolved reply) {
    owned.onSummary(reply.summary());
    long segmentId = reply.summary().segmentId();
    int[] slots = reply.slots();
    for (int i = 0; i < slots.length; i += 2) {
      moved.add(ExecutionIds.of(segmentId, slots[i]), ExecutionIds.of(segmentId, slots[i + 1]));
    }
    if (moved.size() >= MOST_RANGES) {
      tellMoved();
    }
  }

  /** Tells how far the resolution is, and what was moved since this was told last. */
  void tell(Resolution counted) {
    tellMoved();
    owned.shared().telemetry().progressed(counted);
  }

  private void tellMoved() {
    if (moved.count() > 0) {
      owned.shared().telemetry().executionsResolved(resolution, moved);
      moved = new IdRanges();
    }
  }
}
