package io.spillway.domain.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrailingWindowTest {
  private static final long T = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000L;

  private final TrailingWindow window = new TrailingWindow(new BreakerLimit(5, BreakerPeriod.HOUR));

  @ParameterizedTest
  @EnumSource(value = BreakerPeriod.class, names = "UNSPECIFIED", mode = EnumSource.Mode.EXCLUDE)
  void anAdmissionCountsUntilTheLastMillisecondOfThePeriodAndNotLonger(BreakerPeriod period) {
    long length = period.length().toMillis();
    TrailingWindow ofPeriod = new TrailingWindow(new BreakerLimit(5, period));

    ofPeriod.record(T, 1);

    assertThat(ofPeriod.countAt(T)).isEqualTo(1);
    assertThat(ofPeriod.countAt(T + length - 1)).isEqualTo(1);
    assertThat(ofPeriod.countAt(T + length)).isZero();
  }

  @Test
  void aMonthIsThirtyDays() {
    assertThat(BreakerPeriod.MONTH.length()).hasDays(30);
    assertThat(BreakerPeriod.WEEK.length()).hasDays(7);
    assertThat(BreakerPeriod.DAY.length()).hasDays(1);
    assertThat(BreakerPeriod.HOUR.length()).hasHours(1);
  }

  @Test
  void thePartsOfTheWindowHoldWhatCounts() {
    window.record(T, 1);
    window.record(T + HOUR / 2, 2);
    window.record(T + HOUR - 1, 3);

    assertThat(window.slicesAt(T + HOUR - 1, 4)).containsExactly(1, 0, 2, 3);
    assertThat(window.slicesAt(T + HOUR, 4)).containsExactly(0, 2, 0, 3);
  }

  @Test
  void lookingAheadForgetsNothing() {
    window.record(T, 3);

    window.countAt(T + 10 * HOUR);

    assertThat(window.countAt(T + 1)).isEqualTo(3);
  }

  @Test
  void theNextExpiryIsWhereTheCountFalls() {
    assertThat(window.nextExpiryMillis()).isEqualTo(Long.MAX_VALUE);

    window.record(T, 2);
    window.record(T + 7, 1);
    long expiry = window.nextExpiryMillis();

    assertThat(window.countAt(expiry - 1)).isEqualTo(3);
    assertThat(window.countAt(expiry)).isEqualTo(1);
  }

  @Test
  void anAdmissionBeforeARecordedOneIsAFault() {
    window.record(T, 1);

    assertThatThrownBy(() -> window.record(T - 1, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("admission at " + (T - 1) + " ms precedes a recorded one");
  }

  @Test
  void theLargestExactMaximumIsExactAndTheNextIsInBuckets() {
    long bucket = HOUR / 8_192;
    long startOfBucket = Math.floorDiv(T, bucket) * bucket;
    TrailingWindow exact =
        new TrailingWindow(new BreakerLimit(TrailingWindow.EXACT_MAX, BreakerPeriod.HOUR));
    TrailingWindow coarse =
        new TrailingWindow(new BreakerLimit(TrailingWindow.EXACT_MAX + 1L, BreakerPeriod.HOUR));

    exact.record(startOfBucket, 1);
    coarse.record(startOfBucket, 1);

    assertThat(exact.countAt(startOfBucket + HOUR)).isZero();
    assertThat(coarse.countAt(startOfBucket + HOUR)).isEqualTo(1);
    assertThat(coarse.countAt(startOfBucket + HOUR + bucket - 2)).isEqualTo(1);
    assertThat(coarse.countAt(startOfBucket + HOUR + bucket - 1)).isZero();
  }
}
