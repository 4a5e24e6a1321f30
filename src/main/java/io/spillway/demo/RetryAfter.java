package io.spillway.demo;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * How a refusal that asks to come again later is met: wait as long as it says, but only so often.
 *
 * @param attempts in all
 * @param longest wait between two attempts, whatever the server says
 */
record RetryAfter(int attempts, Duration longest) {
  static final RetryAfter PATIENT = new RetryAfter(30, Duration.ofSeconds(5));

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final Duration UNSAID = Duration.ofSeconds(1);

  /**
   * How long to wait before the next attempt, empty if there is to be none.
   *
   * @param attempt the one that was answered, from 1
   */
  Optional<Duration> afterAttempt(int attempt, HttpResponse<?> response) {
    return afterAttempt(
        attempt, response.statusCode(), response.headers().firstValue("Retry-After"));
  }

  Optional<Duration> afterAttempt(int attempt, int status, Optional<String> header) {
    if (attempt >= attempts || (status != TOO_MANY_REQUESTS && status != UNAVAILABLE)) {
      return Optional.empty();
    }
    Duration wait = header.flatMap(RetryAfter::seconds).orElse(UNSAID);
    return Optional.of(wait.compareTo(longest) > 0 ? longest : wait);
  }

  private static Optional<Duration> seconds(String header) {
    try {
      return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(header.strip()))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
