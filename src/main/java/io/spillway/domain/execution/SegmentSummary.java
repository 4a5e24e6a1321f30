package io.spillway.domain.execution;

/**
 * The key figures of a segment, without its arrays. Version and count only rise, so two summaries
 * of a segment can be ordered.
 *
 * @param segmentId its id
 * @param version number of changes that must be stored
 * @param count slots in use, 0 to 1,024
 * @param paused executions in PAUSED_BY_CIRCUIT_BREAKER
 * @param states present, a bit mask of {@link ExecutionState#bit}
 * @param counts of the executions that are to be run
 */
public record SegmentSummary(
    long segmentId, long version, int count, int paused, int states, StepCounts counts) {
  /** Of a segment in which nothing is to be run. */
  public SegmentSummary(long segmentId, long version, int count, int paused, int states) {
    this(segmentId, version, count, paused, states, StepCounts.NONE);
  }

  /** A summary older than any other of the segment. */
  public static SegmentSummary nothingKnownOf(long segmentId) {
    return new SegmentSummary(segmentId, 0, 0, 0, 0);
  }

  /** Whether {@code other}, of the same segment, is newer. */
  public boolean isOlderThan(SegmentSummary other) {
    return other.isNewerThan(version, count);
  }

  /** Whether this summary is newer than the given version and count. */
  public boolean isNewerThan(long otherVersion, int otherCount) {
    return otherVersion < version || (otherVersion == version && otherCount < count);
  }

  /** Whether no further execution fits. */
  public boolean isFull() {
    return count == ExecutionIds.SLOTS;
  }
}
