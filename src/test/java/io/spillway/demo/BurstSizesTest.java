package io.spillway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BurstSizesTest {
  @Test
  void tenThousandTriggersAndAMaximumOfAHundred() {
    BurstSizes sizes = new BurstSizes(10_000, 100);

    assertThat(sizes.paused()).isEqualTo(9_900);
    assertThat(sizes.secondCount()).isEqualTo(1_100);
    assertThat(sizes.secondPaused()).isEqualTo(1_000);
    assertThat(sizes.total()).isEqualTo(11_100);
  }

  @Property
  void bothBurstsTripAndTheSecondIsNotLarger(
      @ForAll @IntRange(min = 1, max = 5_000) int max,
      @ForAll @IntRange(min = 1, max = 50_000) int beyond) {
    BurstSizes sizes = new BurstSizes(max + beyond, max);

    assertThat(sizes.paused()).isPositive();
    assertThat(sizes.secondPaused()).isPositive();
    assertThat(sizes.secondCount()).isLessThanOrEqualTo(sizes.count());
  }

  @Test
  void aBurstThatCannotTripIsRefused() {
    assertThatThrownBy(() -> new BurstSizes(100, 100))
        .hasMessage(
            "--count is 100, must be 101 to 1000000: with --max 100 or fewer the breaker does"
                + " not trip");
  }

  @Test
  void aMaximumThatTurnsTheBreakerOffIsRefused() {
    assertThatThrownBy(() -> new BurstSizes(100, 0)).hasMessageContaining("--max is 0");
  }
}
