package io.spillway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts failed attempts per name, known or not, so that guessing is cut short on this node. A
 * minute begins with a name's first failure. Thread-safe.
 */
final class FailureLimit {
  static final int MAX_FAILURES = 20;
  static final Duration PERIOD = Duration.ofMinutes(1);

  private static final int MAX_NAMES = 10_000;

  private final Cache<String, AtomicInteger> failures;

  FailureLimit(Clock clock) {
    failures =
        Caffeine.newBuilder()
            .maximumSize(MAX_NAMES)
            .expireAfterWrite(PERIOD)
            .ticker(ClockTicker.of(clock))
            .executor(Runnable::run)
            .build();
  }

  boolean reached(String name) {
    AtomicInteger count = failures.getIfPresent(name);
    return count != null && count.get() >= MAX_FAILURES;
  }

  void onFailure(String name) {
    failures.get(name, n -> new AtomicInteger()).incrementAndGet();
  }

  void onSuccess(String name) {
    failures.invalidate(name);
  }
}
