package io.spillway.domain.breaker;

import java.time.Duration;

/** The length of the trailing window; always measured back from now, never from a calendar date. */
public enum BreakerPeriod {
  /** No period is set; legal only while the breaker is off. */
  UNSPECIFIED(Duration.ZERO),
  HOUR(Duration.ofHours(1)),
  DAY(Duration.ofDays(1)),
  WEEK(Duration.ofDays(7)),
  /** 30 days. */
  MONTH(Duration.ofDays(30));

  private final Duration length;

  BreakerPeriod(Duration length) {
    this.length = length;
  }

  public Duration length() {
    return length;
  }
}
