package io.spillway.engine.runner;

/**
 * How many steps may be started now: a token bucket that holds a twentieth of a second. It begins
 * empty, so that a takeover or a change of the pace lets nobody start more than allowed: at most
 * 1.05 times the rate in any second. Not thread-safe.
 */
final class StartPace {
  private static final long NANOS_A_SECOND = 1_000_000_000L;
  private static final int BUCKETS_A_SECOND = 20;

  private int perSecond;
  private double tokens;
  private long filledAtNanos;

  /**
   * Sets the rate.
   *
   * @param rate steps a second, 0 for no limit
   */
  void set(int rate, long nowNanos) {
    if (rate != perSecond) {
      perSecond = rate;
      tokens = 0;
      filledAtNanos = nowNanos;
    }
  }

  /** How many may be started at this time. */
  int available(long nowNanos) {
    if (perSecond == 0) {
      return Integer.MAX_VALUE;
    }
    double earned = (nowNanos - filledAtNanos) * (double) perSecond / NANOS_A_SECOND;
    tokens = Math.min(capacity(), tokens + earned);
    filledAtNanos = nowNanos;
    return (int) tokens;
  }

  /** Some were started, not more than available. */
  void take(int count) {
    if (perSecond > 0) {
      tokens -= count;
    }
  }

  /** Nanoseconds until one may be started, at least; 0 if one may. */
  long waitNanos(long nowNanos) {
    if (available(nowNanos) > 0) {
      return 0;
    }
    return (long) Math.ceil((1 - tokens) * NANOS_A_SECOND / perSecond);
  }

  private double capacity() {
    return Math.max(1, (double) perSecond / BUCKETS_A_SECOND);
  }
}
