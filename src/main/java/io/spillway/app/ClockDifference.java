package io.spillway.app;

import java.time.Duration;
import java.util.Locale;

/**
 * How much the clock of another member differs from that of this node, as one exchange has measured
 * it: its time came from the middle of the round trip, give or take half of it (RFC 5905, 8).
 *
 * @param aheadMillis of the other clock; negative if it is behind
 * @param errorMillis by how much this may be off
 */
record ClockDifference(long aheadMillis, long errorMillis) {
  private static final int HALF = 2;

  /**
   * @param sentAtMillis by this node's clock
   * @param otherMillis by the other clock, when it answered
   * @param roundTrip until the answer came
   */
  static ClockDifference measured(long sentAtMillis, long otherMillis, Duration roundTrip) {
    long half = (roundTrip.toMillis() + 1) / HALF;
    return new ClockDifference(otherMillis - (sentAtMillis + half), half);
  }

  /** Whether the clocks differ by more than this, however wrong the measurement is. */
  boolean isBeyond(Duration limit) {
    return Math.abs(aheadMillis) - errorMillis > limit.toMillis();
  }

  /** Whether both measurements may be of the same difference. */
  boolean agreesWith(ClockDifference other) {
    return Math.abs(aheadMillis - other.aheadMillis) <= errorMillis + other.errorMillis;
  }

  /** For messages: {@code 6.2 s (± 3 ms) ahead of}. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%.1f s (± %d ms) %s",
        Math.abs(aheadMillis) / 1_000.0,
        errorMillis,
        aheadMillis < 0 ? "behind" : "ahead of");
  }
}
