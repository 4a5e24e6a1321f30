package io.spillway.execution;

/**
 * What is known of a segment without its arrays.
 *
 * @param segmentId its id
 * @param count slots in use, 0 to 1,024
 * @param paused how many of them are PAUSED_BY_CIRCUIT_BREAKER
 * @param states the states that occur, a bit mask of {@link ExecutionState#bit}
 */
public record SegmentSummary(long segmentId, int count, int paused, int states) {
  /** Whether no further execution fits. */
  public boolean isFull() {
    return count == ExecutionIds.SLOTS;
  }
}
