package io.spillway.domain.breaker;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The durable part of a breaker. Each state offers only its legal moves.
 *
 * <p>Trips are numbered: the first opens generation 1. The number never falls, so an execution that
 * carries the generation that paused it can be told from one paused by any later trip.
 *
 * <p>A window starts at a whole millisecond, as executions are created at one: else the executions
 * of its first millisecond would seem to precede it.
 */
public sealed interface BreakerState {
  /** A breaker that has never tripped and whose window starts at {@code now}. */
  static Closed initial(Instant now) {
    return new Closed(0, now);
  }

  /** The generation of the latest trip, 0 before the first. */
  int generation();

  /** Admissions before this moment do not count. */
  Instant windowStartedAt();

  /** Clears a trip, if there is one, and starts the window anew at {@code now}. */
  default Closed reset(Instant now) {
    return new Closed(generation(), now);
  }

  /**
   * Triggers flow.
   *
   * @param generation of the latest trip
   * @param windowStartedAt where counting starts
   */
  record Closed(int generation, Instant windowStartedAt) implements BreakerState {
    public Closed {
      windowStartedAt = windowStartedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Opens the next generation. */
    public Tripped trip(Trip trip) {
      return new Tripped(generation + 1, windowStartedAt, trip);
    }
  }

  /**
   * Triggers are held.
   *
   * @param generation this trip's
   * @param windowStartedAt where counting started
   * @param trip what was seen
   */
  record Tripped(int generation, Instant windowStartedAt, Trip trip) implements BreakerState {
    public Tripped {
      windowStartedAt = windowStartedAt.truncatedTo(ChronoUnit.MILLIS);
    }
  }
}
