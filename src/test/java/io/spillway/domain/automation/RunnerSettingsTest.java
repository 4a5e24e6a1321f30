package io.spillway.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0|runner.maxConcurrent is 0, must be 1 to 10000",
        "10001|0|runner.maxConcurrent is 10001, must be 1 to 10000",
        "1|-1|runner.maxPerSecond is -1, must be 0 to 100000",
        "1|100001|runner.maxPerSecond is 100001, must be 0 to 100000",
      })
  void whatIsOutOfRangeIsRefused(int concurrent, int perSecond, String message) {
    assertThatThrownBy(
            () -> new RunnerSettings(RunnerSettings.Mode.BUILT_IN, concurrent, perSecond))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void theLimitsThemselvesAreAllowed() {
    assertThat(new RunnerSettings(RunnerSettings.Mode.EXTERNAL, 10_000, 100_000).maxPerSecond())
        .isEqualTo(100_000);
    assertThat(new RunnerSettings(RunnerSettings.Mode.EXTERNAL, 1, 0).maxConcurrent()).isEqualTo(1);
  }

  @Test
  void theDefaultsDifferOnlyInWhoRuns() {
    assertThat(RunnerSettings.BUILT_IN)
        .isEqualTo(new RunnerSettings(RunnerSettings.Mode.BUILT_IN, 64, 0));
    assertThat(RunnerSettings.EXTERNAL)
        .isEqualTo(new RunnerSettings(RunnerSettings.Mode.EXTERNAL, 64, 0));
  }
}
