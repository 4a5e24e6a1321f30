package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.StepReport;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of workers run jobs. */
class WorkerExamplesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension static final ApiServer server = new ApiServer();

  @ParameterizedTest
  @CsvSource({
    "python3 worker.py t",
    "node worker.mjs t",
    "bash worker.sh t sed s/idempotencyKey/key/"
  })
  void anExampleRunsAJobAndReportsIt(String command) throws Exception {
    Process worker = start(command);
    try {
      await().atMost(PATIENCE).until(() -> server.jobs.parkedCount() == 1);
      server.router.leasing =
          (id, lease) -> {
            server.jobIndex.remove(id);
            return new LeasedSteps(List.of(ApiSamples.leased(7)));
          };

      server.jobIndex.update("a1", Map.of("t", new JobDepth(1, 0, 1_000)));

      await().atMost(PATIENCE).until(() -> report().isPresent());
      AutomationCommand.ReportStep report = report().orElseThrow();
      assertThat(report.run()).isEqualTo(7);
      assertThat(outputOf(report).getString("key")).isEqualTo("spw-4096-1");
      // It asks for the next one.
      await().atMost(PATIENCE).until(() -> server.jobs.parkedCount() == 1);
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  private static Optional<AutomationCommand.ReportStep> report() {
    return List.copyOf(server.router.commands).stream()
        .filter(AutomationCommand.ReportStep.class::isInstance)
        .map(AutomationCommand.ReportStep.class::cast)
        .findFirst();
  }

  private static JsonObject outputOf(AutomationCommand.ReportStep report) {
    return new JsonObject(
        new String(((StepReport.Complete) report.report()).output(), StandardCharsets.UTF_8));
  }

  private static Process start(String command) throws IOException, URISyntaxException {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.set(1, example(words.get(1)).toString());
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "SPILLWAY_URL", "http://127.0.0.1:" + server.port(),
                "SPILLWAY_CLIENT_ID", "worker",
                "SPILLWAY_CLIENT_SECRET", "s3cret"));
    return builder.start();
  }

  private static Path example(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(WorkerExamplesTest.class.getResource("/example/" + name)).toURI());
  }
}
