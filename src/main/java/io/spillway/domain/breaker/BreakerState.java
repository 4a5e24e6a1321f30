package io.spillway.domain.breaker;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The durable part of a breaker. Each state offers only its legal moves.
 *
 * <p>Trips are numbered by generation, from 1, and the number never falls: the generation of a
 * paused execution identifies the trip that paused it. A decision over all paused executions that
 * keeps the trip raises it too, so that it does not include executions paused later.
 *
 * <p>A window starts at a whole millisecond, the resolution of creation times: otherwise executions
 * of its first millisecond would precede it.
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

  /** Clears a trip, if any, and restarts the window at {@code now}. */
  default Closed reset(Instant now) {
    return new Closed(generation(), now);
  }

  /** This state, in which executions paused from now on have a later generation than before. */
  default BreakerState nextGeneration() {
    return this;
  }

  /**
   * Triggers are admitted.
   *
   * @param generation of the latest trip
   * @param windowStartedAt start of the window
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
   * Triggers are paused.
   *
   * @param generation of the executions that it pauses now
   * @param windowStartedAt start of the window
   * @param trip what was counted
   */
  record Tripped(int generation, Instant windowStartedAt, Trip trip) implements BreakerState {
    public Tripped {
      windowStartedAt = windowStartedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Tripped nextGeneration() {
      return new Tripped(generation + 1, windowStartedAt, trip);
    }
  }
}
