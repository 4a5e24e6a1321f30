package io.spillway.demo;

/**
 * The sizes of the two bursts of triggers, and the expected numbers of executions.
 *
 * @param count triggers of the first burst; more than {@code max}, so that it trips the breaker
 * @param max executions that the breaker admits
 */
record BurstSizes(int count, int max) {
  private static final int MAX = 1_000_000;

  BurstSizes {
    if (max < 1) {
      throw new IllegalArgumentException(
          "--max is " + max + ", must be at least 1, since 0 turns the breaker off");
    }
    if (count <= max || count > MAX) {
      throw new IllegalArgumentException(
          "--count is %d, must be %d to %d: with --max %d or fewer the breaker does not trip"
              .formatted(count, (long) max + 1, MAX, max));
    }
  }

  /** Executions of the first burst that are paused. */
  int paused() {
    return count - max;
  }

  /** Triggers of the second burst: the maximum and a tenth of the first burst. */
  int secondCount() {
    return Math.min(count, max + Math.max(1, count / 10));
  }

  /** Executions of the second burst that are paused. */
  int secondPaused() {
    return secondCount() - max;
  }

  /** Executions of both bursts. */
  int total() {
    return count + secondCount();
  }
}
