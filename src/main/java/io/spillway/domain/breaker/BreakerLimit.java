package io.spillway.domain.breaker;

import java.util.Objects;

/**
 * The maximum number of executions that an automation admits within a trailing period.
 *
 * @param max maximum admissions within {@code period}, 0 to 4,294,967,295; 0 turns the breaker off
 * @param period the trailing period; {@link BreakerPeriod#UNSPECIFIED} only while {@code max} is 0
 */
public record BreakerLimit(long max, BreakerPeriod period) {
  /** The largest maximum, that of an unsigned 32-bit integer. */
  public static final long MAX_LIMIT = 0xFFFF_FFFFL;

  /** No breaker. */
  public static final BreakerLimit OFF = new BreakerLimit(0, BreakerPeriod.UNSPECIFIED);

  public BreakerLimit {
    Objects.requireNonNull(period, "period");
    if (max < 0 || max > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "circuitBreakerMax is " + max + ", must be 0 to " + MAX_LIMIT);
    }
    if (max > 0 && period == BreakerPeriod.UNSPECIFIED) {
      throw new IllegalArgumentException(
          "circuitBreakerPeriod is missing, must be HOUR, DAY, WEEK or MONTH if circuitBreakerMax is "
              + max);
    }
  }

  /** Whether a breaker with this limit never trips. */
  public boolean isOff() {
    return max == 0;
  }
}
