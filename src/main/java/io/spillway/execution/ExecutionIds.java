package io.spillway.execution;

/**
 * An execution id is {@code segmentId · 1024 + slot}: it leads to its segment without an index, and
 * stays below 2^53, so that a JavaScript number holds it.
 */
public final class ExecutionIds {
  /** Executions in a full segment. */
  public static final int SLOTS = 1024;

  /** The largest segment id whose executions stay below 2^53. */
  public static final long LARGEST_SEGMENT = (1L << 43) - 1;

  private ExecutionIds() {}

  public static long of(long segmentId, int slot) {
    return segmentId * SLOTS + slot;
  }

  public static long segmentOf(long executionId) {
    return executionId / SLOTS;
  }

  public static int slotOf(long executionId) {
    return (int) (executionId % SLOTS);
  }
}
