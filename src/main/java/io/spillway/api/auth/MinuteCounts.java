package io.spillway.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts by name; the minute of a name begins with what is counted first. However many names there
 * are, only so many are remembered, those of most counts first. Thread-safe.
 */
final class MinuteCounts {
  static final Duration PERIOD = Duration.ofMinutes(1);

  /** The most names that are remembered. */
  static final int MAX_NAMES = 10_000;

  private final Cache<String, AtomicInteger> counts;

  MinuteCounts(Clock clock) {
    counts =
        Caffeine.newBuilder()
            .maximumSize(MAX_NAMES)
            .expireAfterWrite(PERIOD)
            .ticker(ClockTicker.of(clock))
            .executor(Runnable::run)
            .build();
  }

  /** Counts once more, and answers how often that makes in this name's minute. */
  int add(String name) {
    return counts.get(name, n -> new AtomicInteger()).incrementAndGet();
  }

  int of(String name) {
    AtomicInteger count = counts.getIfPresent(name);
    return count == null ? 0 : count.get();
  }

  /** How many names are remembered. */
  long names() {
    counts.cleanUp();
    return counts.estimatedSize();
  }
}
