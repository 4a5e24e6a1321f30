package io.spillway.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Bounded caches whose entries expire by the injected clock. */
public final class Caches {
  /** Entries in a cache. */
  static final int MAX_ENTRIES = 10_000;

  private Caches() {}

  /** A cache without expiry yet. */
  static Caffeine<Object, Object> bounded(Clock clock) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_ENTRIES)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .executor(Runnable::run);
  }

  /** A cache of tokens, each until it expires. */
  public static <V> Cache<String, V> ofTokens(Clock clock, Function<V, Instant> expiry) {
    return bounded(clock)
        .expireAfter(
            Expiry.<String, V>creating((token, value) -> remaining(clock, expiry.apply(value))))
        .build();
  }

  private static Duration remaining(Clock clock, Instant expiresAt) {
    Duration remaining = Duration.between(clock.instant(), expiresAt);
    return remaining.isNegative() ? Duration.ZERO : remaining;
  }
}
