package io.spillway.domain.execution;

/**
 * Where an execution is in its steps, from its first hand-out until its end.
 *
 * @param step index of the step it is at, from 0
 * @param run how often one of its steps was handed out to be run. It rises with every hand-out and
 *     fences: a result of an older one changes nothing
 * @param attempts failed attempts of this step so far
 * @param recoveries how often this step was handed out again because its node was lost
 * @param dueMillis epoch milliseconds: in PROCESS_STEP the end of a worker's lease, in WAITING the
 *     time to go on; 0 if there is none
 */
public record StepPosition(int step, int run, int attempts, int recoveries, long dueMillis) {
  /** The maximum index of a step. */
  public static final int MAX_STEP = 1_023;

  /** Of an execution that was never handed out. */
  public static final StepPosition START = new StepPosition(0, 0, 0, 0, 0);

  public StepPosition {
    require("step", step, MAX_STEP);
    require("run", run, Integer.MAX_VALUE);
    require("attempts", attempts, Integer.MAX_VALUE);
    require("recoveries", recoveries, Integer.MAX_VALUE);
    if (dueMillis < 0) {
      throw new IllegalArgumentException("due is " + dueMillis + ", must not be negative");
    }
  }

  private static void require(String field, int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(field + " is " + value + ", must be 0 to " + max);
    }
  }
}
