package io.spillway.engine.runner;

import java.time.Duration;
import java.util.Optional;

/**
 * When a failed step is tried again: after 5 s three times, then from 30 s on twice as long each
 * time, up to an hour, each 20 % more or less, so that what failed together is not tried together.
 */
final class RetrySchedule {
  /** Attempts of a step, after which it has failed. */
  static final int MAX_ATTEMPTS = 12;

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final int FIRST_ATTEMPTS = 3;
  private static final Duration LATER = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final double SPREAD = 0.2;

  private RetrySchedule() {}

  /**
   * How long to wait after a failed attempt.
   *
   * @param attempt the number of the one that failed, from 1
   * @param retryAfter what the destination asked for, honoured up to an hour
   * @param random 0 to 1
   */
  static Duration delayAfter(int attempt, Optional<Duration> retryAfter, double random) {
    Duration base = FIRST;
    if (attempt > FIRST_ATTEMPTS) {
      int doublings = Math.min(attempt - FIRST_ATTEMPTS - 1, 10);
      base = shorter(LATER.multipliedBy(1L << doublings), LONGEST);
    }
    double factor = 1 - SPREAD + 2 * SPREAD * random;
    Duration delay = Duration.ofMillis((long) (base.toMillis() * factor));
    Duration asked = retryAfter.map(given -> shorter(given, LONGEST)).orElse(Duration.ZERO);
    return delay.compareTo(asked) < 0 ? asked : delay;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
