package io.spillway.engine.job;

/**
 * How many jobs of a type there are.
 *
 * @param ready could be handed out now
 * @param leased to workers
 * @param oldestReadyMillis since when the oldest one is ready, epoch milliseconds; 0 if none is
 */
public record JobDepth(int ready, int leased, long oldestReadyMillis) {
  /** None. */
  public static final JobDepth NONE = new JobDepth(0, 0, 0);

  public JobDepth {
    require("ready", ready);
    require("leased", leased);
    require("oldestReadyMillis", oldestReadyMillis);
  }

  private static void require(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " is " + value + ", must not be negative");
    }
  }

  /** Both together. */
  public JobDepth plus(JobDepth other) {
    return new JobDepth(
        sum(ready, other.ready), sum(leased, other.leased), older(other.oldestReadyMillis));
  }

  private long older(long other) {
    return oldestReadyMillis == 0 || (other != 0 && other < oldestReadyMillis)
        ? other
        : oldestReadyMillis;
  }

  private static int sum(int one, int other) {
    return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
  }
}
