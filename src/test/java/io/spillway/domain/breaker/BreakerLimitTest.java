package io.spillway.domain.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerLimitTest {
  @ParameterizedTest
  @ValueSource(longs = {-1, 4_294_967_296L, Long.MIN_VALUE, Long.MAX_VALUE})
  void aMaximumBeyondAnUnsignedIntIsRefusedWithTheFieldTheValueAndTheRange(long max) {
    assertThatThrownBy(() -> new BreakerLimit(max, BreakerPeriod.DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("circuitBreakerMax is " + max + ", must be 0 to 4294967295");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4_294_967_295L})
  void aMaximumWithoutAPeriodIsRefused(long max) {
    assertThatThrownBy(() -> new BreakerLimit(max, BreakerPeriod.UNSPECIFIED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "circuitBreakerPeriod is missing, must be HOUR, DAY, WEEK or MONTH if circuitBreakerMax is "
                + max);
  }

  @ParameterizedTest
  @EnumSource(BreakerPeriod.class)
  void aMaximumOfZeroIsOffWithAnyPeriod(BreakerPeriod period) {
    assertThat(new BreakerLimit(0, period).isOff()).isTrue();
  }

  @Test
  void theWholeRangeOfMaximaIsOn() {
    assertThat(new BreakerLimit(1, BreakerPeriod.HOUR).isOff()).isFalse();
    assertThat(new BreakerLimit(BreakerLimit.MAX_LIMIT, BreakerPeriod.MONTH).isOff()).isFalse();
  }

  @Test
  void offIsOff() {
    assertThat(BreakerLimit.OFF.isOff()).isTrue();
    assertThat(BreakerLimit.OFF.period()).isEqualTo(BreakerPeriod.UNSPECIFIED);
  }
}
