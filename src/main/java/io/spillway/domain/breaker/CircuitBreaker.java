package io.spillway.domain.breaker;

import java.time.Instant;

/**
 * Decides which triggers of one automation are admitted.
 *
 * <p>Invariant: within any trailing period since {@code windowStartedAt}, never more than {@code
 * max} executions are admitted. Owned by one thread. A plan changes nothing; {@link #commit} does,
 * once the plan is durable. Time is monotonic: if the clock is set back, the latest time seen is
 * used, since a window that moves backwards would admit too many.
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
   * @param latestMillis earliest time of the next plan, epoch milliseconds
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

  /** {@code now}, or the latest time this breaker has seen if that is later. */
  public Instant monotonic(Instant now) {
    return Instant.ofEpochMilli(Math.max(now.toEpochMilli(), latestMillis));
  }

  /**
   * The time of a reset: {@code now}, but after every admission so far, so that their times tell
   * whether they are before or after the reset.
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
   * Plans {@code triggers} triggers at {@code now}: as many are admitted as the window has room
   * for; the first one beyond trips the breaker, and it and all after it are paused.
   */
  public Admission plan(int triggers, Instant now) {
    long at = monotonic(now).toEpochMilli();
    if (state instanceof BreakerState.Tripped) {
      return new Admission(0, triggers, at, state, false);
    }
    if (limit.isOff()) {
      return new Admission(triggers, 0, at, state, false);
    }
    long room = Math.max(0, limit.max() - window.countAt(at));
    if (triggers <= room) {
      return new Admission(triggers, 0, at, state, false);
    }
    int admitted = (int) room;
    Trip trip = new Trip(limit.max() + 1, limit.max(), limit.period(), Instant.ofEpochMilli(at));
    BreakerState next = ((BreakerState.Closed) state).trip(trip);
    return new Admission(admitted, triggers - admitted, at, next, true);
  }

  /** Applies a plan that this breaker made since its last change. */
  public void commit(Admission plan) {
    latestMillis = Math.max(latestMillis, plan.atMillis());
    state = plan.next();
    if (!limit.isOff()) {
      window.record(plan.atMillis(), plan.admitted());
    }
  }

  /**
   * The breaker with state {@code next}. A window with a later start is empty: a reset is after
   * every admission.
   */
  public CircuitBreaker become(BreakerState next) {
    if (next.windowStartedAt().equals(state.windowStartedAt())) {
      return new CircuitBreaker(limit, next, window, latestMillis);
    }
    return new CircuitBreaker(limit, next, new TrailingWindow(limit), latestMillis);
  }
}
