package io.spillway.domain.execution;

import java.util.stream.IntStream;

/**
 * An execution id is {@code segmentId · 1024 + slot}: it gives the segment without an index, and
 * stays below 2^53, so that a JavaScript number holds it.
 */
public final class ExecutionIds {
  /** Executions in a full segment. */
  public static final int SLOTS = 1024;

  /** The largest segment id whose executions stay below 2^53. */
  public static final long MAX_SEGMENT = (1L << 43) - 1;

  private ExecutionIds() {}

  /** The id of the execution in this slot of this segment. */
  public static long of(long segmentId, int slot) {
    return segmentId * SLOTS + slot;
  }

  /** The lowest id that an execution of this segment may have. */
  public static long firstOf(long segmentId) {
    return of(segmentId, 0);
  }

  /** The highest id that an execution of this segment may have. */
  public static long lastOf(long segmentId) {
    return of(segmentId, SLOTS - 1);
  }

  /** The segment of an execution; negative, and nonexistent, for a negative id. */
  public static long segmentOf(long executionId) {
    return Math.floorDiv(executionId, SLOTS);
  }

  /** The slot of an execution in its segment, 0 to 1,023. */
  public static int slotOf(long executionId) {
    return Math.floorMod(executionId, SLOTS);
  }

  /** The ids of the executions in some slots of a segment, ascending. */
  public static long[] of(long segmentId, Slots slots) {
    return IntStream.range(0, SLOTS)
        .filter(slots::contains)
        .mapToLong(slot -> of(segmentId, slot))
        .toArray();
  }
}
