package io.spillway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WavesTest {
  @Test
  void tenThousandTriggersAndAMaximumOfAHundred() {
    Waves waves = new Waves(10_000, 100);

    assertThat(waves.held()).isEqualTo(9_900);
    assertThat(waves.secondCount()).isEqualTo(1_100);
    assertThat(waves.secondHeld()).isEqualTo(1_000);
    assertThat(waves.total()).isEqualTo(11_100);
  }

  @Property
  void bothWavesTripAndTheSecondIsNotLarger(
      @ForAll @IntRange(min = 1, max = 5_000) int max,
      @ForAll @IntRange(min = 1, max = 50_000) int beyond) {
    Waves waves = new Waves(max + beyond, max);

    assertThat(waves.held()).isPositive();
    assertThat(waves.secondHeld()).isPositive();
    assertThat(waves.secondCount()).isLessThanOrEqualTo(waves.count());
  }

  @Test
  void aWaveThatCannotTripIsRefused() {
    assertThatThrownBy(() -> new Waves(100, 100))
        .hasMessage(
            "--count is 100; allowed is 101 to 1000000: with --max 100 or fewer nothing would"
                + " trip");
  }

  @Test
  void aMaximumThatTurnsTheBreakerOffIsRefused() {
    assertThatThrownBy(() -> new Waves(100, 0)).hasMessageContaining("--max is 0");
  }
}
