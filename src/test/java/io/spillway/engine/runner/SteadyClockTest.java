package io.spillway.engine.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void itGoesOnWhenTheOtherClockIsSet() {
    SettableClock wall = new SettableClock(START);
    long[] nanos = {5};
    SteadyClock clock = new SteadyClock(wall, () -> nanos[0]);

    wall.advance(Duration.ofHours(6));
    assertThat(clock.instant()).isEqualTo(START);
    nanos[0] += 1_500_000_000L;
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1_500));
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    assertThatThrownBy(() -> clock.withZone(ZoneOffset.MAX))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
