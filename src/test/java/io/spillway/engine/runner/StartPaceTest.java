package io.spillway.engine.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StartPaceTest {
  private static final long SECOND = 1_000_000_000L;

  private final StartPace pace = new StartPace();

  @Test
  void withoutALimitAnyNumberMayBeStarted() {
    assertThat(pace.available(0)).isEqualTo(Integer.MAX_VALUE);
    assertThat(pace.waitNanos(0)).isZero();
  }

  @Test
  void itBeginsEmptyAlsoAfterAChange() {
    pace.set(100, 0);
    assertThat(pace.available(0)).isZero();
    assertThat(pace.available(SECOND)).isEqualTo(5);
    pace.set(1_000, SECOND);
    assertThat(pace.available(SECOND)).isZero();
  }

  @Test
  void theSameRateGivenAgainChangesNothing() {
    pace.set(100, 0);
    pace.set(100, SECOND);
    assertThat(pace.available(SECOND)).isEqualTo(5);
  }

  @Test
  void oneASecondIsOneASecond() {
    pace.set(1, 0);
    assertThat(pace.waitNanos(0)).isEqualTo(SECOND);
    assertThat(pace.available(SECOND)).isEqualTo(1);
    pace.take(1);
    assertThat(pace.available(2 * SECOND - 1)).isZero();
    assertThat(pace.available(2 * SECOND)).isEqualTo(1);
  }

  /** Whenever it is asked, and whatever is taken: within any second at most 1.05 times the rate. */
  @Property(tries = 200)
  void noSecondHasMoreThanAllowed(
      @ForAll @IntRange(min = 1, max = 5_000) int rate,
      @ForAll @IntRange(min = 1, max = 200) int stepMillis) {
    StartPace pace = new StartPace();
    pace.set(rate, 0);
    Deque<long[]> taken = new ArrayDeque<>();
    long within = 0;
    long total = 0;
    for (long now = 0; now < 5 * SECOND; now += stepMillis * 1_000_000L) {
      int available = pace.available(now);
      pace.take(available);
      taken.add(new long[] {now, available});
      within += available;
      total += available;
      while (taken.getFirst()[0] <= now - SECOND) {
        within -= taken.removeFirst()[1];
      }
      assertThat(within).isLessThanOrEqualTo((long) Math.ceil(rate * 1.05) + 1);
    }
    if (rate >= 400 && stepMillis <= 25) {
      assertThat(total).isGreaterThanOrEqualTo((long) (rate * 4.9));
    }
  }
}
