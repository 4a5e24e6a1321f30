package io.spillway.api.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Lets caches age by the injected clock. */
public final class ClockTicker {
  private ClockTicker() {}

  /** A ticker that goes as {@code clock} does. */
  public static Ticker of(Clock clock) {
    return () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
  }
}
