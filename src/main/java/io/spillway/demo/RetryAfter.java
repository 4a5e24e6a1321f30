package io.spillway.demo;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Retries requests refused with 429 or 503 after the time in the header Retry-After.
 *
 * @param attempts maximum number of attempts
 * @param maxWait maximum wait between two attempts
 */
record RetryAfter(int attempts, Duration maxWait) {
  static final RetryAfter DEFAULT = new RetryAfter(30, Duration.ofSeconds(5));

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

  /**
   * The wait before the next attempt, empty if there is none.
   *
   * @param attempt the number of the attempt just made, from 1
   */
  Optional<Duration> afterAttempt(int attempt, HttpResponse<?> response) {
    return afterAttempt(
        attempt, response.statusCode(), response.headers().firstValue("Retry-After"));
  }

  Optional<Duration> afterAttempt(int attempt, int status, Optional<String> header) {
    if (attempt >= attempts || (status != TOO_MANY_REQUESTS && status != UNAVAILABLE)) {
      return Optional.empty();
    }
    Duration wait = header.flatMap(RetryAfter::seconds).orElse(DEFAULT_WAIT);
    return Optional.of(wait.compareTo(maxWait) > 0 ? maxWait : wait);
  }

  private static Optional<Duration> seconds(String header) {
    try {
      return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(header.strip()))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
