package io.spillway.engine.runner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that goes on from where another one stood when this one was made, and does not jump when
 * that one is set: what waits goes on neither early nor late then. Thread-safe.
 */
public final class SteadyClock extends Clock {
  private final Instant start;
  private final long startNanos;
  private final LongSupplier nanos;

  /**
   * @param clock the time now
   * @param nanos the nanoseconds since some moment, as {@link System#nanoTime}
   */
  public SteadyClock(Clock clock, LongSupplier nanos) {
    this.nanos = nanos;
    this.start = clock.instant();
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plus(Duration.ofNanos(nanos.getAsLong() - startNanos));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException always: it has no other zone
   */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock has no zone but UTC");
  }
}
