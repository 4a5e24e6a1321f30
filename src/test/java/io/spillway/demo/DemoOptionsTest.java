package io.spillway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {
  private static final String REQUIRED = "--url http://h:1 --credentials c --events e";

  @Test
  void countAndMaximumHaveDefaults() {
    assertThat(parse(REQUIRED))
        .isEqualTo(
            new DemoOptions(
                "http://h:1", Path.of("c"), Path.of("e"), new BurstSizes(10_000, 100), false));
  }

  @Test
  void countAndMaximumCanBeGiven() {
    assertThat(parse(REQUIRED + " --max 7 --count 50").sizes()).isEqualTo(new BurstSizes(50, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--leave-tripped " + REQUIRED, REQUIRED + " --leave-tripped --max 7"})
  void oneCanBeLeftTripped(String arguments) {
    assertThat(parse(arguments).leaveTripped()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--url http://h:1 --credentials c,--events is missing",
    "--port 1,there is no flag \"--port\"",
    "--url,--url has no value",
    "--url h:1 --credentials c --events e,--url is \"h:1\"",
    "--url http://h:1 --credentials c --events e --count x,--count is \"x\"",
  })
  void whatIsNotUnderstoodIsNamed(String arguments, String message) {
    assertThatThrownBy(() -> parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static DemoOptions parse(String arguments) {
    return DemoOptions.parse(List.of(arguments.split(" ")));
  }
}
