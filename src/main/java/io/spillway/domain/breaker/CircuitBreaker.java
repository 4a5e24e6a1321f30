package io.spillway.domain.breaker;

import java.time.Instant;

/**
 * Decides which triggers of one automation may run.
 *
 * <p>Invariant: within any trailing period since {@code windowStartedAt}, never more than {@code
 * max} executions are admitted. Owned by one thread. A plan changes nothing; {@link #commit} does,
 * once the plan is durable. Times never go backwards here: a clock that was set back is held at the
 * latest moment seen, since a window that runs backwards would admit too many.
 */
public final class CircuitBreaker {
  private final BreakerLimit limit;
  private final TrailingWindow window;
  private BreakerState state;
  private long latestMillis;

  /**
   * @param limit in force
   * @param state as last made durable
   * @param window admissions since {@code state.windowStartedAt()} that still count under {@code
   *     limit}
   * @param latestMillis no plan is made for a moment before this one, epoch milliseconds
   */
  public CircuitBreaker(
      BreakerLimit limit, BreakerState state, TrailingWindow window, long latestMillis) {
    this.limit = limit;
    this.state = state;
    this.window = window;
    this.latestMillis = Math.max(latestMillis, state.windowStartedAt().toEpochMilli());
  }

  /** A breaker that has admitted nothing since the start of its window. */
  public static CircuitBreaker empty(BreakerLimit limit, BreakerState state) {
    return new CircuitBreaker(limit, state, new TrailingWindow(limit), 0);
  }

  public BreakerLimit limit() {
    return limit;
  }

  public BreakerState state() {
    return state;
  }

  /** {@code now}, or the latest moment this breaker has seen if that is later. */
  public Instant monotonic(Instant now) {
    return Instant.ofEpochMilli(Math.max(now.toEpochMilli(), latestMillis));
  }

  /**
   * A moment for a reset: {@code now}, but after every admission made so far, so that the
   * admissions before and after a reset can be told apart by their time.
   */
  public Instant momentOfReset(Instant now) {
    return Instant.ofEpochMilli(Math.max(now.toEpochMilli(), latestMillis + 1));
  }

  /** Admissions that count at {@code now}; 0 while the breaker is off. */
  public long windowCount(Instant now) {
    return limit.isOff() ? 0 : window.countAt(monotonic(now).toEpochMilli());
  }

  /** {@link #windowCount} in equal parts of the period, oldest first; empty while it is off. */
  public long[] windowSlices(Instant now, int parts) {
    return limit.isOff() ? new long[0] : window.slicesAt(monotonic(now).toEpochMilli(), parts);
  }

  /**
   * What is to become of {@code arrivals} triggers at {@code now}: as many are admitted as the
   * window has room for, the first one beyond trips the breaker, and it and all after it are held.
   */
  public Admission plan(int arrivals, Instant now) {
    long at = monotonic(now).toEpochMilli();
    if (state instanceof BreakerState.Tripped) {
      return new Admission(0, arrivals, at, state, false);
    }
    if (limit.isOff()) {
      return new Admission(arrivals, 0, at, state, false);
    }
    long room = Math.max(0, limit.max() - window.countAt(at));
    if (arrivals <= room) {
      return new Admission(arrivals, 0, at, state, false);
    }
    int admitted = (int) room;
    Trip trip = new Trip(limit.max() + 1, limit.max(), limit.period(), Instant.ofEpochMilli(at));
    BreakerState next = ((BreakerState.Closed) state).trip(trip);
    return new Admission(admitted, arrivals - admitted, at, next, true);
  }

  /** Carries out a plan made by this breaker since its last change. */
  public void commit(Admission plan) {
    latestMillis = Math.max(latestMillis, plan.atMillis());
    state = plan.next();
    if (!limit.isOff()) {
      window.record(plan.atMillis(), plan.admitted());
    }
  }

  /**
   * The breaker after {@code next} became its state. A window that starts later than this one's is
   * empty: a reset lies at or after every admission.
   */
  public CircuitBreaker become(BreakerState next) {
    if (next.windowStartedAt().equals(state.windowStartedAt())) {
      return new CircuitBreaker(limit, next, window, latestMillis);
    }
    return new CircuitBreaker(limit, next, new TrailingWindow(limit), latestMillis);
  }
}
