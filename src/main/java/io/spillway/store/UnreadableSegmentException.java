package io.spillway.store;

import io.spillway.domain.execution.ExecutionIds;

/** A stored segment is damaged. Others can be read; trying again does not help. */
public final class UnreadableSegmentException extends StoreException {
  private static final long serialVersionUID = 1;

  private final long segmentId;

  /**
   * @param segmentId which
   * @param cause what is wrong with it
   */
  public UnreadableSegmentException(long segmentId, String cause) {
    super("segment " + segmentId + " cannot be read: " + cause);
    this.segmentId = segmentId;
  }

  /** What cannot be read, and what to do, for a client. */
  public String advice() {
    return "executions %d to %d cannot be read since the database is damaged, restore a backup"
        .formatted(ExecutionIds.firstOf(segmentId), ExecutionIds.lastOf(segmentId));
  }
}
