package io.spillway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoScenarioTest {
  private final Path directory;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final CheckReport checks =
      new CheckReport(new PrintStream(output, true, StandardCharsets.UTF_8));

  DemoScenarioTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aServerThatKeepsItsPromisesPassesEveryCheck() throws Exception {
    try (FakeServer server = new FakeServer(0, 0)) {
      run(server);
    }

    assertThat(checks.failures()).isEmpty();
    assertThat(checks.count()).isEqualTo(39);
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("ok paused: 290", "ok observedCount: 11", "ok pausedCount: 290", "paused_run")
        .contains("ok executions: 340")
        .doesNotContain("NO ", "s&=");
  }

  @Test
  void aServerThatCountsOneTooManyIsFound() throws Exception {
    try (FakeServer server = new FakeServer(1, 0)) {
      run(server);
    }

    assertThat(checks.failures())
        .containsExactly(
            "pausedCount: expected 290, was 291",
            "pausedCount: expected 30, was 31",
            "pausedCount: expected 0, was 1");
  }

  @Test
  void triggersThatAreRefusedForNowAreFiredAgain() throws Exception {
    try (FakeServer server = new FakeServer(0, 20)) {
      run(server);
    }

    assertThat(checks.failures()).isEmpty();
  }

  @Test
  void aServerThatKeepsRefusingEndsTheScenario() throws Exception {
    try (FakeServer server = new FakeServer(0, Integer.MAX_VALUE)) {
      assertThatThrownBy(() -> run(server))
          .isInstanceOf(DemoException.class)
          .hasMessageContaining("/execute was answered with 503");
    }
  }

  private void run(FakeServer server) throws Exception {
    Path file = Files.writeString(directory.resolve("client.json"), FakeServer.CREDENTIALS);
    ApiClient api = ApiClient.signIn(server.url(), Credentials.read(file));
    SampleEvents events = SampleEvents.of("f", List.of("{\"event\":\"hire\"}"));
    new DemoScenario(api, new BurstSizes(300, 10), events, checks, Clock.systemUTC()).run();
  }
}
