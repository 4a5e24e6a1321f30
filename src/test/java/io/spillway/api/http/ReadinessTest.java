package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  @Test
  void checksAreInTheOrderOfTheirNames() {
    Map<String, String> checks =
        Map.of("server", "UP", "store", "UP", "cluster", "UP", "b", "UP", "a", "UP", "z", "UP");

    assertThat(new Readiness(true, checks).checks().keySet())
        .containsExactly("a", "b", "cluster", "server", "store", "z");
  }
}
