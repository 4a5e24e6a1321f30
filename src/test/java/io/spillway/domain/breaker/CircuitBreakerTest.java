package io.spillway.domain.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.breaker.BreakerState.Closed;
import io.spillway.domain.breaker.BreakerState.Tripped;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final BreakerLimit FIVE_AN_HOUR = new BreakerLimit(5, BreakerPeriod.HOUR);
  private static final long HOUR = BreakerPeriod.HOUR.length().toMillis();

  private final CircuitBreaker breaker =
      CircuitBreaker.empty(FIVE_AN_HOUR, BreakerState.initial(T));

  private Admission take(int arrivals, Instant now) {
    Admission plan = breaker.plan(arrivals, now);
    breaker.commit(plan);
    return plan;
  }

  @Test
  void theMaximumIsAdmittedAndDoesNotTrip() {
    Admission plan = take(5, T);

    assertThat(plan)
        .isEqualTo(new Admission(5, 0, T.toEpochMilli(), BreakerState.initial(T), false));
    assertThat(breaker.windowCount(T)).isEqualTo(5);
  }

  @Test
  void oneMoreThanTheMaximumTripsAndIsHeldWithAllAfterIt() {
    take(3, T);

    Admission plan = take(7, T.plusMillis(9));

    Trip trip = new Trip(6, 5, BreakerPeriod.HOUR, T.plusMillis(9));
    assertThat(plan)
        .isEqualTo(new Admission(2, 5, T.toEpochMilli() + 9, new Tripped(1, T, trip), true));
    assertThat(breaker.state()).isEqualTo(new Tripped(1, T, trip));
  }

  @Test
  void anAdmissionLeavesRoomExactlyOnePeriodLater() {
    take(5, T);

    assertThat(breaker.plan(1, T.plusMillis(HOUR - 1)).tripped()).isTrue();
    assertThat(breaker.plan(5, T.plusMillis(HOUR)).tripped()).isFalse();
    assertThat(breaker.plan(6, T.plusMillis(HOUR)).admitted()).isEqualTo(5);
  }

  @Test
  void aTrippedBreakerAdmitsNothingEvenWhenItsWindowIsEmptyAgain() {
    take(6, T);
    BreakerState tripped = breaker.state();

    Admission plan = take(2, T.plusMillis(3 * HOUR));

    assertThat(plan).isEqualTo(new Admission(0, 2, T.toEpochMilli() + 3 * HOUR, tripped, false));
  }

  @Test
  void aMaximumOfZeroAdmitsEverything() {
    CircuitBreaker off = CircuitBreaker.empty(BreakerLimit.OFF, BreakerState.initial(T));

    Admission plan = off.plan(Integer.MAX_VALUE, T);
    off.commit(plan);

    assertThat(plan.admitted()).isEqualTo(Integer.MAX_VALUE);
    assertThat(plan.tripped()).isFalse();
    assertThat(off.windowCount(T)).isZero();
  }

  @Test
  void noArrivalsTripNothingEvenInAFullWindow() {
    take(5, T);

    assertThat(breaker.plan(0, T).tripped()).isFalse();
  }

  @Test
  void aPlanThatIsNotCommittedLeavesNoTrace() {
    take(5, T);

    breaker.plan(9, T.plusMillis(1));
    breaker.plan(9, T.plusMillis(2 * HOUR));
    breaker.windowCount(T.plusMillis(2 * HOUR));

    assertThat(breaker.state()).isEqualTo(BreakerState.initial(T));
    assertThat(breaker.windowCount(T.plusMillis(1))).isEqualTo(5);
    assertThat(breaker.plan(1, T.plusMillis(HOUR - 1)).admitted()).isZero();
    assertThat(breaker.monotonic(T)).isEqualTo(T);
  }

  @Test
  void aClockThatWasSetBackIsHeldAtTheLatestMomentSeen() {
    take(4, T.plusMillis(HOUR));

    Admission plan = take(1, T);

    assertThat(plan.atMillis()).isEqualTo(T.toEpochMilli() + HOUR);
    assertThat(breaker.monotonic(T)).isEqualTo(T.plusMillis(HOUR));
    assertThat(breaker.windowCount(T)).isEqualTo(5);
  }

  @Test
  void aBreakerIsNeverBeforeTheStartOfItsWindow() {
    assertThat(breaker.monotonic(T.minusMillis(1))).isEqualTo(T);
  }

  @Test
  void aResetLiesAfterEveryAdmission() {
    take(1, T.plusMillis(10));

    assertThat(breaker.momentOfReset(T.plusMillis(10))).isEqualTo(T.plusMillis(11));
    assertThat(breaker.momentOfReset(T)).isEqualTo(T.plusMillis(11));
    assertThat(breaker.momentOfReset(T.plusMillis(50))).isEqualTo(T.plusMillis(50));
  }

  @Test
  void afterAResetTheOriginalBurstDoesNotTripAgain() {
    take(6, T);

    Instant moment = breaker.momentOfReset(T);
    CircuitBreaker reset = breaker.become(breaker.state().reset(moment));

    assertThat(reset.state()).isEqualTo(new Closed(1, moment));
    assertThat(reset.windowCount(moment)).isZero();
    assertThat(reset.plan(5, T))
        .isEqualTo(new Admission(5, 0, moment.toEpochMilli(), reset.state(), false));
    assertThat(reset.plan(6, T).next().generation()).isEqualTo(2);
  }

  @Test
  void aResetToAnEarlierMomentDoesNotTurnTheTimeBack() {
    take(1, T.plusMillis(10));

    CircuitBreaker reset = breaker.become(breaker.state().reset(T.plusMillis(5)));

    assertThat(reset.monotonic(T)).isEqualTo(T.plusMillis(10));
  }

  @Test
  void aNewStateOfTheSameWindowKeepsItsCount() {
    take(4, T);

    CircuitBreaker same = breaker.become(new Closed(7, T));

    assertThat(same.windowCount(T)).isEqualTo(4);
    assertThat(same.limit()).isEqualTo(FIVE_AN_HOUR);
    assertThat(same.state().generation()).isEqualTo(7);
  }

  @Test
  void aWindowThatHoldsMoreThanALoweredMaximumAdmitsNothing() {
    BreakerLimit two = new BreakerLimit(2, BreakerPeriod.HOUR);
    TrailingWindow window = new TrailingWindow(two);
    window.record(T.toEpochMilli(), 4);
    CircuitBreaker lowered =
        new CircuitBreaker(two, BreakerState.initial(T), window, T.toEpochMilli());

    Admission plan = lowered.plan(3, T);

    assertThat(plan.admitted()).isZero();
    assertThat(plan.paused()).isEqualTo(3);
    assertThat(((Tripped) plan.next()).trip().observedCount()).isEqualTo(3);
  }

  @Test
  void theLargestMaximumIsCountedWithoutOverflow() {
    BreakerLimit largest = new BreakerLimit(BreakerLimit.MAX_LIMIT, BreakerPeriod.MONTH);
    CircuitBreaker wide = CircuitBreaker.empty(largest, BreakerState.initial(T));
    wide.commit(wide.plan(Integer.MAX_VALUE, T));
    wide.commit(wide.plan(Integer.MAX_VALUE, T));

    Admission plan = wide.plan(2, T);

    assertThat(plan.admitted()).isEqualTo(1);
    assertThat(((Tripped) plan.next()).trip().observedCount()).isEqualTo(4_294_967_296L);
  }
}
