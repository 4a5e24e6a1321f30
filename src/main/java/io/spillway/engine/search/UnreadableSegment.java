package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionIds;

/**
 * A segment that cannot be read.
 *
 * @param segmentId which
 * @param cause why
 */
public record UnreadableSegment(long segmentId, String cause) {
  /** The lowest id that an execution of it may have. */
  public long firstExecutionId() {
    return ExecutionIds.firstOf(segmentId);
  }

  /** The highest id that an execution of it may have. */
  public long lastExecutionId() {
    return ExecutionIds.lastOf(segmentId);
  }
}
