package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.CapturedLog;
import io.spillway.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepeatedWarningsTest {
  private static final String NOT_MOVED = "resolution {} is not moved: {}";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final RepeatedWarnings warnings = new RepeatedWarnings(clock);
  private final CapturedLog log = CapturedLog.of(RepeatedWarnings.class.getName());

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void oneIsLoggedAtOnceAndThenOneAMinuteWithACount() {
    warnings.warn(NOT_MOVED, "r1", "away");
    for (int second = 1; second < 60; second++) {
      clock.advance(Duration.ofSeconds(1));
      warnings.warn(NOT_MOVED, "r2", "away");
    }
    assertThat(log.lines()).containsExactly("WARN resolution r1 is not moved: away");

    clock.advance(Duration.ofSeconds(1));
    warnings.warn(NOT_MOVED, "r3", "still away");
    clock.advance(RepeatedWarnings.PERIOD);
    warnings.warn(NOT_MOVED, "r4", "away again");

    assertThat(log.lines().subList(1, 3))
        .containsExactly(
            "WARN resolution r3 is not moved: still away (59 more of these since the last such"
                + " line)",
            "WARN resolution r4 is not moved: away again");
  }

  @Test
  void anotherKindIsNotHeldBack() {
    warnings.warn(NOT_MOVED, "r1", "away");

    warnings.warn("automation {} is not read", "a");

    assertThat(log.lines())
        .containsExactly("WARN resolution r1 is not moved: away", "WARN automation a is not read");
  }
}
