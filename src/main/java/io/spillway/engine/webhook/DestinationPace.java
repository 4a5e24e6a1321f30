package io.spillway.engine.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many requests a node may make to one destination. While they fail, half as many at a time,
 * down to one, then none for a while; then a single probe, and from there one more for each round
 * that succeeds (additive increase, multiplicative decrease). Thread-safe.
 *
 * <p>Requests that began before a cut do not cut again: those in flight often fail together.
 */
final class DestinationPace {
  static final Duration FIRST_CLOSURE = Duration.ofSeconds(5);
  static final Duration MAX_CLOSURE = Duration.ofMinutes(5);

  /** When to ask again if all places are taken. */
  static final Duration WHEN_FULL = Duration.ofMillis(500);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Clock clock;
  private final Deque<Instant> starts = new ArrayDeque<>();
  private double allowed = Double.MAX_VALUE;
  private int inFlight;
  private int cuts;
  private int closures;
  private Instant closedUntil = Instant.MIN;
  private boolean isProbing;

  DestinationPace(Clock clock) {
    this.clock = clock;
  }

  /** Whether a request may be made. */
  sealed interface Turn {
    /**
     * It may. Its end must be told once.
     *
     * @param cuts how often the pace was cut before
     */
    record Now(int cuts) implements Turn {}

    /** Not before this time. */
    record NotBefore(Instant at) implements Turn {}
  }

  /**
   * Asks for a turn.
   *
   * @param maxConcurrent at least 1
   * @param maxPerSecond in any second; 0 for no limit
   */
  synchronized Turn take(int maxConcurrent, int maxPerSecond) {
    Instant now = clock.instant();
    if (now.isBefore(closedUntil)) {
      return new Turn.NotBefore(closedUntil);
    }
    boolean isProbe = closures > 0;
    int limit = isProbe ? 1 : (int) Math.min(allowed, maxConcurrent);
    if (inFlight >= limit) {
      return new Turn.NotBefore(now.plus(WHEN_FULL));
    }
    if (maxPerSecond > 0) {
      while (!starts.isEmpty() && !starts.getFirst().plus(SECOND).isAfter(now)) {
        starts.removeFirst();
      }
      if (starts.size() >= maxPerSecond) {
        return new Turn.NotBefore(starts.getFirst().plus(SECOND));
      }
      starts.addLast(now);
    }
    isProbing = isProbe;
    allowed = Math.min(allowed, maxConcurrent);
    inFlight++;
    return new Turn.Now(cuts);
  }

  /** The destination answered as it should. */
  synchronized void succeeded(Turn.Now turn) {
    inFlight--;
    if (turn.cuts() != cuts) {
      return;
    }
    if (isProbing) {
      isProbing = false;
      closures = 0;
      allowed = 1;
    }
    allowed += 1 / allowed;
  }

  /** The destination did not answer in time, or said that it cannot. */
  synchronized void failed(Turn.Now turn) {
    inFlight--;
    if (turn.cuts() != cuts) {
      return;
    }
    cuts++;
    if (isProbing || allowed < 2) {
      close();
    } else {
      allowed = Math.max(1, Math.floor(allowed / 2));
    }
  }

  /** The request ended without saying anything about the destination. */
  synchronized void released() {
    inFlight--;
    isProbing = false;
  }

  private void close() {
    isProbing = false;
    allowed = 1;
    Duration closure = FIRST_CLOSURE.multipliedBy(1L << Math.min(closures, 10));
    closures++;
    closedUntil = clock.instant().plus(closure.compareTo(MAX_CLOSURE) > 0 ? MAX_CLOSURE : closure);
  }
}
