package io.spillway.engine.actor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The bytes of contexts that an automation has stored today. A day begins at midnight UTC. Owned by
 * the actor.
 */
final class ContextBytes {
  private Instant day;
  private long bytes;

  /**
   * @param now some time of the day
   * @param bytes stored on that day so far
   */
  ContextBytes(Instant now, long bytes) {
    this.day = startOfDay(now);
    this.bytes = bytes;
  }

  static Instant startOfDay(Instant at) {
    return at.truncatedTo(ChronoUnit.DAYS);
  }

  static Instant startOfNextDay(Instant at) {
    return startOfDay(at).plus(Duration.ofDays(1));
  }

  /** The bytes stored on the day of {@code now}. */
  long on(Instant now) {
    return startOfDay(now).equals(day) ? bytes : 0;
  }

  /** More bytes are durable. */
  void add(Instant now, long more) {
    bytes = on(now) + more;
    day = startOfDay(now);
  }
}
