package io.spillway.domain.execution;

/**
 * Executions appended to a segment together: {@code admitted} PENDING ones, then {@code paused}
 * ones.
 *
 * @param firstSlot slot of the first one
 * @param admitted how many start PENDING
 * @param paused how many start PAUSED_BY_CIRCUIT_BREAKER
 * @param generation the trip generation of the paused ones
 * @param atMillis when they were created, epoch milliseconds
 */
public record AppendBatch(int firstSlot, int admitted, int paused, int generation, long atMillis) {
  public AppendBatch {
    if (firstSlot < 0 || admitted < 0 || paused < 0) {
      throw new IllegalArgumentException(
          "append batch of "
              + admitted
              + " admitted and "
              + paused
              + " paused executions at slot "
              + firstSlot
              + ": none may be negative");
    }
    long end = (long) firstSlot + admitted + paused;
    if (end > ExecutionIds.SLOTS) {
      throw new IllegalArgumentException(
          "end of the append batch is slot " + end + ", must be at most " + ExecutionIds.SLOTS);
    }
    if (paused > 0 && generation < 1) {
      throw new IllegalArgumentException(
          "generation of paused executions is " + generation + ", must be at least 1");
    }
  }

  /** The slot after the last one. */
  public int endSlot() {
    return firstSlot + admitted + paused;
  }
}
