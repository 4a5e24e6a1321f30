package io.spillway.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterOfAnswerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({"1,1", "120,120", " 7 ,7", "3601,3600", "999999999999999999,3600"})
  void secondsAreBoundedByAnHour(String header, long seconds) {
    assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
  }

  @Test
  void datesCountFromNow() {
    assertThat(RetryAfter.parse("Sun, 01 Mar 2026 10:01:30 GMT", NOW))
        .contains(Duration.ofSeconds(90));
    assertThat(RetryAfter.parse("Mon, 02 Mar 2026 10:01:30 GMT", NOW)).contains(RetryAfter.MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "soon", "Sun, 01 Mar 2026 09:59:00 GMT", "1.5"})
  void othersAreIgnored(String header) {
    assertThat(RetryAfter.parse(header, NOW)).isEmpty();
  }
}
