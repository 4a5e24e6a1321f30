package io.spillway.domain.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.breaker.BreakerState.Closed;
import io.spillway.domain.breaker.BreakerState.Tripped;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random lives of a breaker, held against a plain list of everything it admitted. */
class CircuitBreakerPropertyTest {
  private static final long START = 1_700_000_000_000L;
  private static final long EXACT = TrailingWindow.EXACT_MAX;

  /** Something that happens {@code gapMillis} after the step before, or before it. */
  record Step(Kind kind, long gapMillis, int size, BreakerLimit limit) {}

  enum Kind {
    /** Triggers arrive, {@code gapMillis} after the step before. */
    ARRIVE,
    /** Triggers arrive one period after an earlier admission, or a millisecond off. */
    ARRIVE_AT_EDGE,
    /** A plan is made and dropped, and the window is looked at. */
    LOOK,
    RESET,
    /** The limit changes; the window is rebuilt from the history. */
    RECONFIGURE,
    /** The owner changes; the window is rebuilt under the same limit. */
    RESTART
  }

  @Provide
  Arbitrary<BreakerLimit> limits() {
    Arbitrary<Long> maxima =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.longs().between(1, 12)),
            Tuple.of(2, Arbitraries.longs().between(1, EXACT)),
            Tuple.of(1, Arbitraries.longs().between(EXACT, EXACT + 1)),
            Tuple.of(3, Arbitraries.longs().between(EXACT + 1, 1_000_000)),
            Tuple.of(1, Arbitraries.just(0L)));
    Arbitrary<BreakerPeriod> periods =
        Arbitraries.of(
            BreakerPeriod.HOUR, BreakerPeriod.DAY, BreakerPeriod.WEEK, BreakerPeriod.MONTH);
    return Combinators.combine(maxima, periods).as(BreakerLimit::new);
  }

  @Provide
  Arbitrary<List<Step>> lives() {
    long hour = BreakerPeriod.HOUR.length().toMillis();
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(10, Kind.ARRIVE),
            Tuple.of(6, Kind.ARRIVE_AT_EDGE),
            Tuple.of(3, Kind.LOOK),
            Tuple.of(3, Kind.RESET),
            Tuple.of(1, Kind.RECONFIGURE),
            Tuple.of(1, Kind.RESTART));
    Arbitrary<Long> gaps =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.just(0L)),
            Tuple.of(4, Arbitraries.longs().between(0, 1_000)),
            Tuple.of(3, Arbitraries.longs().between(0, hour)),
            Tuple.of(2, Arbitraries.longs().between(hour - 1, hour + 1)),
            Tuple.of(1, Arbitraries.longs().between(-2 * hour, -1)),
            Tuple.of(1, Arbitraries.longs().between(0, 40 * 24 * hour)));
    return Combinators.combine(kinds, gaps, Arbitraries.integers().between(0, 99), limits())
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void neverMoreThanMaxInAnyTrailingPeriodAndNoTripBeforeItIsDue(
      @ForAll("limits") BreakerLimit limit, @ForAll("lives") List<Step> steps) {
    Life life = new Life(limit);
    for (Step step : steps) {
      life.go(step);
    }
  }

  /** A breaker and the plain model of it. */
  private static final class Life {
    private final Admissions admissions = new Admissions();
    private CircuitBreaker breaker;
    private BreakerLimit limit;
    private long wallMillis = START;
    private long latestMillis = START;
    private long startMillis = START;
    private int generation;
    private boolean tripped;

    Life(BreakerLimit limit) {
      this.limit = limit;
      this.breaker = CircuitBreaker.empty(limit, BreakerState.initial(Instant.ofEpochMilli(START)));
    }

    void go(Step step) {
      switch (step.kind) {
        case ARRIVE -> {
          wallMillis += step.gapMillis;
          arrive(sizeOf(step));
        }
        case ARRIVE_AT_EDGE -> {
          wallMillis = edge(step);
          arrive(sizeOf(step));
        }
        case LOOK -> look(step);
        case RESET -> reset();
        case RECONFIGURE -> rebuild(step.limit);
        case RESTART -> rebuild(limit);
      }
      check();
    }

    /** Sizes around what is free, around the maximum, and small ones. */
    private int sizeOf(Step step) {
      long free = limit.max() - exactCount(at());
      return (int)
          Math.max(
              0,
              switch (step.size % 5) {
                case 0 -> limit.max() + step.size % 3 - 1;
                case 1 -> free + step.size % 3 - 1;
                case 2 -> free / 2;
                default -> step.size / 5;
              });
    }

    private long edge(Step step) {
      List<Admissions.Admitted> all = admissions.all();
      if (all.isEmpty()) {
        return wallMillis;
      }
      long earlier = all.get(step.size % all.size()).atMillis();
      return Math.max(wallMillis, earlier + periodMillis() + step.size % 3 - 1);
    }

    private void arrive(int arrivals) {
      long at = at();
      boolean closed = !tripped;
      Admission plan = breaker.plan(arrivals, Instant.ofEpochMilli(wallMillis));
      breaker.commit(plan);

      assertThat(plan.atMillis()).isEqualTo(at);
      assertThat(plan.admitted() + plan.paused()).isEqualTo(arrivals);
      if (tripped) {
        assertThat(plan.admitted()).isZero();
        assertThat(plan.tripped()).isFalse();
      } else if (limit.isOff()) {
        assertThat(plan.admitted()).isEqualTo(arrivals);
        assertThat(plan.tripped()).isFalse();
      } else {
        assertThat((long) plan.admitted())
            .isLessThanOrEqualTo(Math.max(0, limit.max() - exactCount(at)))
            .isGreaterThanOrEqualTo(Math.min(arrivals, limit.max() - countAllowedAt(at)));
        assertThat(plan.tripped()).isEqualTo(plan.paused() > 0);
      }
      latestMillis = at;
      admissions.add(at, plan.admitted());
      if (closed && plan.tripped()) {
        onTrip(at);
      }
      if (!limit.isOff() && plan.admitted() > 0) {
        assertThat(exactCount(at)).isLessThanOrEqualTo(limit.max());
      }
    }

    private void onTrip(long at) {
      tripped = true;
      generation++;
      assertThat(((Tripped) breaker.state()).trip())
          .isEqualTo(
              new Trip(limit.max() + 1, limit.max(), limit.period(), Instant.ofEpochMilli(at)));
    }

    private void look(Step step) {
      Instant then = Instant.ofEpochMilli(wallMillis + Math.abs(step.gapMillis));
      breaker.plan(sizeOf(step) + 1, then);
      breaker.windowCount(then);
    }

    private void reset() {
      Instant moment = breaker.momentOfReset(Instant.ofEpochMilli(wallMillis));
      assertThat(moment.toEpochMilli()).isEqualTo(Math.max(wallMillis, latestMillis + 1));
      breaker = breaker.become(breaker.state().reset(moment));
      startMillis = moment.toEpochMilli();
      latestMillis = startMillis;
      tripped = false;
    }

    private void rebuild(BreakerLimit next) {
      limit = next;
      breaker =
          new CircuitBreaker(
              next, breaker.state(), admissions.windowAt(next, at(), startMillis), latestMillis);
    }

    private void check() {
      assertThat(breaker.limit()).isEqualTo(limit);
      assertThat(breaker.state().generation()).isEqualTo(generation);
      assertThat(breaker.state().windowStartedAt().toEpochMilli()).isEqualTo(startMillis);
      assertThat(breaker.state() instanceof Closed).isEqualTo(!tripped);
      assertThat(breaker.monotonic(Instant.ofEpochMilli(wallMillis)).toEpochMilli())
          .isEqualTo(at());
      assertThat(breaker.windowCount(Instant.ofEpochMilli(wallMillis)))
          .isBetween(exactCount(at()), countAllowedAt(at()));
    }

    private long at() {
      return Math.max(wallMillis, latestMillis);
    }

    private long periodMillis() {
      return limit.period().length().toMillis();
    }

    private long exactCount(long nowMillis) {
      return limit.isOff() ? 0 : admissions.countAt(nowMillis, startMillis, periodMillis());
    }

    /** What a window may count at most: one bucket more where it is kept in buckets. */
    private long countAllowedAt(long nowMillis) {
      long bucket = limit.max() <= EXACT ? 0 : periodMillis() / 8_192;
      return limit.isOff()
          ? 0
          : admissions.countAt(nowMillis, startMillis, periodMillis() + bucket);
    }
  }
}
