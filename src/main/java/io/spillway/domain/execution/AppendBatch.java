package io.spillway.domain.execution;

/**
 * Executions that enter a segment together: {@code admitted} PENDING ones, then {@code paused}
 * ones.
 *
 * @param firstSlot where the first of them goes
 * @param admitted how many start PENDING
 * @param paused how many start PAUSED_BY_CIRCUIT_BREAKER
 * @param generation the trip generation of the paused ones
 * @param atMillis when they were created, epoch milliseconds
 */
public record AppendBatch(int firstSlot, int admitted, int paused, int generation, long atMillis) {
  public AppendBatch {
    if (firstSlot < 0 || admitted < 0 || paused < 0) {
      throw new IllegalArgumentException(
          "arrivals of " + admitted + " + " + paused + " at slot " + firstSlot);
    }
    long end = (long) firstSlot + admitted + paused;
    if (end > ExecutionIds.SLOTS) {
      throw new IllegalArgumentException(
          "arrivals end at slot " + end + ", a segment has " + ExecutionIds.SLOTS);
    }
    if (paused > 0 && generation < 1) {
      throw new IllegalArgumentException("paused arrivals of generation " + generation);
    }
  }

  /** The slot after the last of them. */
  public int endSlot() {
    return firstSlot + admitted + paused;
  }
}
