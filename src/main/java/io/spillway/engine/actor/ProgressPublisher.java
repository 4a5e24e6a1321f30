package io.spillway.engine.actor;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.event.IdRanges;
import io.spillway.engine.grid.SegmentReply;

/**
 * Publishes the progress of a resolution: segments to its actor at once, executions to the event
 * bus in batches, counts when they are durable. Runs on the actor's context.
 *
 * <p>Counts are made durable before anybody sees them. A resolution that another node takes over
 * visits all segments again, and counts from zero; since it knows what was seen before, it reports
 * that until it has caught up, and reported counts never fall.
 */
final class ProgressPublisher {
  private static final int MAX_RANGES = 1_000;

  private final AutomationSession session;
  private final long epoch;
  private Resolution durable;
  private boolean recording;
  private boolean ended;
  private IdRanges moved = new IdRanges();

  /**
   * @param session the automation, which is loaded
   * @param resolution with the counts that are recorded
   */
  ProgressPublisher(AutomationSession session, Resolution resolution) {
    this.session = session;
    this.epoch = session.state().record().epoch();
    this.durable = resolution;
  }

  /** The resolution with the counts that everybody may see. */
  Resolution resolution() {
    return durable;
  }

  /** Publishes the counts that are recorded. */
  void start() {
    session.shared().telemetry().progressed(durable);
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

  /**
   * Publishes which executions were moved since the last call, and the counts once they are
   * durable.
   */
  void publish(Resolution counted) {
    publishMoved();
    Resolution next = counted.atLeast(durable);
    if (recording || next.equals(durable)) {
      return;
    }
    recording = true;
    session
        .recordProgress(next, epoch)
        .onComplete(
            recorded -> {
              recording = false;
              if (recorded.succeeded() && !ended) {
                durable = next;
                session.shared().telemetry().progressed(next);
              }
            });
  }

  /** Publishes the rest of the executions. The counts follow with the result. */
  void end() {
    ended = true;
    publishMoved();
  }

  private void publishMoved() {
    if (moved.count() > 0) {
      session.shared().telemetry().executionsResolved(durable, moved);
      moved = new IdRanges();
    }
  }
}
