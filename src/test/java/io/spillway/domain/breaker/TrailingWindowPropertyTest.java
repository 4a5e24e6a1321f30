package io.spillway.domain.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TrailingWindowPropertyTest {
  private static final long PERIOD = BreakerPeriod.HOUR.length().toMillis();
  private static final long BUCKET = PERIOD / 8_192;

  /** Admissions after a gap, then a look some time later. */
  record Arrival(long gapMillis, int count, long lookAheadMillis) {}

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    Arbitrary<Long> gaps =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.longs().between(0, 3)),
            Tuple.of(2, Arbitraries.longs().between(0, 2 * BUCKET)),
            Tuple.of(2, Arbitraries.longs().between(0, PERIOD / 4)),
            Tuple.of(1, Arbitraries.longs().between(PERIOD - 1, PERIOD + 1)));
    Arbitrary<Long> looks =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 2 * PERIOD),
            Arbitraries.longs().between(PERIOD - BUCKET - 1, PERIOD + BUCKET + 1));
    return Combinators.combine(gaps, Arbitraries.integers().between(0, 50), looks)
        .as(Arrival::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void upToTheExactMaximumCountsAreThoseOfAPlainList(@ForAll("arrivals") List<Arrival> arrivals) {
    TrailingWindow window =
        new TrailingWindow(new BreakerLimit(TrailingWindow.EXACT_MAX, BreakerPeriod.HOUR));
    Admissions plain = new Admissions();
    long now = 1_700_000_000_000L;
    for (Arrival arrival : arrivals) {
      now += arrival.gapMillis;
      window.record(now, arrival.count);
      plain.add(now, arrival.count);

      long look = now + arrival.lookAheadMillis;
      assertThat(window.countAt(look)).isEqualTo(plain.countAt(look, 0, PERIOD));
      assertThat(window.countAt(now)).isEqualTo(plain.countAt(now, 0, PERIOD));
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void beyondTheExactMaximumCountsAreNeverTooLowAndTooHighByOneBucketAtMost(
      @ForAll("arrivals") List<Arrival> arrivals) {
    TrailingWindow window =
        new TrailingWindow(new BreakerLimit(TrailingWindow.EXACT_MAX + 1L, BreakerPeriod.HOUR));
    Admissions plain = new Admissions();
    long now = 1_700_000_000_000L;
    for (Arrival arrival : arrivals) {
      now += arrival.gapMillis;
      window.record(now, arrival.count);
      plain.add(now, arrival.count);

      long look = now + arrival.lookAheadMillis;
      assertThat(window.countAt(look))
          .isBetween(plain.countAt(look, 0, PERIOD), plain.countAt(look, 0, PERIOD + BUCKET));
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theNextExpiryIsTheFirstMillisecondWithALowerCount(
      @ForAll("arrivals") List<Arrival> arrivals, @ForAll boolean coarse) {
    long max = coarse ? TrailingWindow.EXACT_MAX + 1L : TrailingWindow.EXACT_MAX;
    TrailingWindow window = new TrailingWindow(new BreakerLimit(max, BreakerPeriod.HOUR));
    long now = 1_700_000_000_000L;
    for (Arrival arrival : arrivals) {
      now += arrival.gapMillis;
      window.record(now, arrival.count);

      long expiry = window.nextExpiryMillis();
      if (expiry != Long.MAX_VALUE) {
        assertThat(expiry).isGreaterThan(now);
        assertThat(window.countAt(expiry - 1)).isEqualTo(window.countAt(now));
        assertThat(window.countAt(expiry)).isLessThan(window.countAt(now));
      }
    }
  }
}
