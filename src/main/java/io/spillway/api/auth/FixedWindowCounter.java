package io.spillway.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts events by name in fixed windows of a minute; the window of a name starts with its first
 * event. Tracks at most {@value #MAX_NAMES} names, frequent ones preferred. Thread-safe.
 */
final class FixedWindowCounter {
  static final Duration PERIOD = Duration.ofMinutes(1);

  static final int MAX_NAMES = Caches.MAX_ENTRIES;

  private final Cache<String, AtomicInteger> counts;

  FixedWindowCounter(Clock clock) {
    counts = Caches.bounded(clock).expireAfterWrite(PERIOD).build();
  }

  /** Counts an event and returns the count of the name's window. */
  int add(String name) {
    return counts.get(name, n -> new AtomicInteger()).incrementAndGet();
  }

  int of(String name) {
    AtomicInteger count = counts.getIfPresent(name);
    return count == null ? 0 : count.get();
  }

  /** Number of tracked names. */
  long names() {
    counts.cleanUp();
    return counts.estimatedSize();
  }
}
