package io.spillway.demo;

/**
 * How many triggers are fired, and what must become of them.
 *
 * @param count triggers of the first wave; more than {@code max}, so that it trips the breaker
 * @param max how many the breaker admits
 */
record Waves(int count, int max) {
  private static final int MAX = 1_000_000;

  Waves {
    if (max < 1) {
      throw new IllegalArgumentException(
          "--max is " + max + "; allowed is 1 or more, since 0 turns the breaker off");
    }
    if (count <= max || count > MAX) {
      throw new IllegalArgumentException(
          "--count is %d; allowed is %d to %d: with --max %d or fewer nothing would trip"
              .formatted(count, (long) max + 1, MAX, max));
    }
  }

  /** Executions of the first wave that the breaker holds. */
  int held() {
    return count - max;
  }

  /** Triggers of the second wave: a tenth of the first beyond the maximum, at least one. */
  int secondCount() {
    return Math.min(count, max + Math.max(1, count / 10));
  }

  /** Executions of the second wave that the breaker holds. */
  int secondHeld() {
    return secondCount() - max;
  }

  /** Executions in all. */
  int total() {
    return count + secondCount();
  }
}
