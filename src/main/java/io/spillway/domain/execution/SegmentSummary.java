package io.spillway.domain.execution;

/**
 * What is known of a segment without its arrays.
 *
 * <p>Version and count together only rise, which tells an older summary from a newer one.
 *
 * @param segmentId its id
 * @param version how many changes of it had to reach the store
 * @param count slots in use, 0 to 1,024
 * @param paused how many of them are PAUSED_BY_CIRCUIT_BREAKER
 * @param states the states that occur, a bit mask of {@link ExecutionState#bit}
 */
public record SegmentSummary(long segmentId, long version, int count, int paused, int states) {
  /** What is known of a segment that nobody has told of. */
  public static SegmentSummary nothingKnownOf(long segmentId) {
    return new SegmentSummary(segmentId, 0, 0, 0, 0);
  }

  /** Whether this was made before {@code other}, of the same segment, was. */
  public boolean isOlderThan(SegmentSummary other) {
    return other.isNewerThan(version, count);
  }

  /** Whether a segment of this version and with so many slots in use was changed before this. */
  public boolean isNewerThan(long otherVersion, int otherCount) {
    return otherVersion < version || (otherVersion == version && otherCount < count);
  }

  /** Whether no further execution fits. */
  public boolean isFull() {
    return count == ExecutionIds.SLOTS;
  }
}
