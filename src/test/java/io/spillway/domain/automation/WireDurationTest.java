package io.spillway.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireDurationTest {
  @ParameterizedTest
  @ValueSource(strings = {"0s", "12.345s", "3600s", "1.123456789s", "007s", "315576000000s"})
  void aLengthOfTimeIsTaken(String text) {
    assertThat(WireDuration.isWellFormed(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "5",
        "5m",
        "1h",
        "PT5S",
        "-5s",
        "+5s",
        "5 s",
        "5s ",
        ".5s",
        "5.s",
        "1.1234567890s",
        "1e3s",
        "٣s",
        "5S",
        "315576000001s",
        "99999999999999999999s"
      })
  void anythingElseIsNot(String text) {
    assertThat(WireDuration.isWellFormed(text)).isFalse();
  }
}
