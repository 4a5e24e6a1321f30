package io.spillway.engine.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  @Test
  void itWaitsFiveSecondsThreeTimesThenTwiceAsLongEachTimeUpToAnHour() {
    List<Long> seconds =
        IntStream.rangeClosed(1, RetrySchedule.MAX_ATTEMPTS)
            .mapToObj(attempt -> RetrySchedule.delayAfter(attempt, Optional.empty(), 0.5))
            .map(Duration::toSeconds)
            .toList();

    assertThat(seconds)
        .containsExactly(5L, 5L, 5L, 30L, 60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L);
  }

  @Test
  void itSpreadsByAFifth() {
    assertThat(RetrySchedule.delayAfter(1, Optional.empty(), 0)).isEqualTo(Duration.ofSeconds(4));
    assertThat(RetrySchedule.delayAfter(1, Optional.empty(), 1)).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void whatTheDestinationAsksForIsHonouredUpToAnHour() {
    assertThat(RetrySchedule.delayAfter(1, Optional.of(Duration.ofSeconds(90)), 0.5))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(RetrySchedule.delayAfter(1, Optional.of(Duration.ofDays(2)), 0.5))
        .isEqualTo(Duration.ofHours(1));
    assertThat(RetrySchedule.delayAfter(5, Optional.of(Duration.ofSeconds(1)), 0.5))
        .isEqualTo(Duration.ofSeconds(60));
  }
}
