package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.search.ExecutionView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExecutionStepsTest {
  @RegisterExtension private static final ApiServer server = new ApiServer();

  private static final String STEPS =
      "[{\"stepName\":\"make\",\"evaluateExpressions\":{\"expressions\":["
          + "{\"key\":\"token\",\"isSecret\":true}]}},{\"webhook\":{}},{\"webhook\":{}}]";

  @Test
  void theStepsOfAnExecutionTellHowFarItIs() {
    execution(ExecutionState.ERROR, new StepPosition(1, 2, 12, 0, 0));
    result(0, 1, StepResult.Outcome.COMPLETED, StepError.NONE, "{\"token\":\"t0p\"}");
    result(1, 12, StepResult.Outcome.FAILED, new StepError("HTTP_500", "it broke", 500), "");

    JsonArray list = list();

    assertThat(list.getJsonObject(0))
        .isEqualTo(
            row("make", "evaluateExpressions", "COMPLETED")
                .put("attempt", 1)
                .put("startedAt", "2026-01-31T12:00:01.000Z")
                .put("completedAt", "2026-01-31T12:00:02.000Z")
                .put("output", new JsonObject().put("token", "***")));
    assertThat(list.getJsonObject(1))
        .isEqualTo(
            row("step1", "webhook", "FAILED")
                .put("attempt", 12)
                .put("startedAt", "2026-01-31T12:00:01.000Z")
                .put("completedAt", "2026-01-31T12:00:02.000Z")
                .put(
                    "error",
                    new JsonObject()
                        .put("code", "HTTP_500")
                        .put("message", "it broke")
                        .put("httpStatus", 500)));
    assertThat(list.getJsonObject(2))
        .isEqualTo(row("step2", "webhook", "QUEUED").put("attempt", 0));
    assertThat(list).hasSize(3);
  }

  @Test
  void outputsBeyondTheLimitAreLeftOut() {
    execution(ExecutionState.DONE, StepPosition.START);
    String large = "\"" + "x".repeat(StepsJson.MAX_OUTPUTS / 2) + "\"";
    for (int step = 0; step < 3; step++) {
      result(step, 1, StepResult.Outcome.COMPLETED, StepError.NONE, step == 2 ? "5" : large);
    }
    server.store.put(automation("[{\"a\":{}},{\"b\":{}},{\"c\":{}}]"));

    JsonArray list = list();

    assertThat(list.getJsonObject(0).getString("output")).hasSize(StepsJson.MAX_OUTPUTS / 2);
    assertThat(list.getJsonObject(1).getMap())
        .containsEntry("output", null)
        .containsEntry("outputOmitted", true);
    assertThat(list.getJsonObject(2).getMap())
        .containsEntry("output", 5)
        .doesNotContainKey("outputOmitted");
  }

  @Test
  void anExecutionWithoutStepsHasAnEmptyList() {
    execution(ExecutionState.DONE, StepPosition.START);
    server.store.put(automation("[]"));

    assertThat(list()).isEmpty();
  }

  @Test
  void aRetryIsSentToTheAutomationOfTheExecution() {
    assertThat(server.post("/api/v1/automation_executions/2/actions/retry", "").body())
        .isEqualTo("{}");
    assertThat(server.router.latest(AutomationCommand.RetryExecution.class))
        .isEqualTo(new AutomationCommand.RetryExecution(2, "client-admin"));
  }

  private static JsonArray list() {
    return ApiServer.json(server.get("/api/v1/automation_executions/7/steps")).getJsonArray("list");
  }

  private static JsonObject row(String name, String kind, String state) {
    return new JsonObject()
        .put("stepName", name)
        .put("kind", kind)
        .put("state", state)
        .putNull("startedAt")
        .putNull("completedAt")
        .putNull("nextAttemptAt")
        .putNull("waitingUntil")
        .put("worker", "")
        .putNull("output")
        .putNull("error");
  }

  private static void execution(ExecutionState state, StepPosition position) {
    server.store.put(automation(STEPS));
    server.executions.add(7, "a1", state, "{}");
    server.executions.executions.computeIfPresent(
        7L,
        (id, view) ->
            new ExecutionView(
                "a1",
                new ExecutionStatus(
                    7,
                    state,
                    0,
                    view.status().createdAtMillis(),
                    view.status().updatedAtMillis(),
                    position),
                view.fact()));
  }

  private static Automation automation(String steps) {
    return new Automation(
        "a1",
        new Automation.Profile("", "", ""),
        true,
        false,
        new Automation.Document(steps, steps, "[]", "[]", "{}"),
        Map.of(),
        BreakerLimit.OFF,
        RunnerSettings.BUILT_IN,
        3,
        Instant.EPOCH,
        Optional.empty());
  }

  private static void result(
      int step, int attempt, StepResult.Outcome outcome, StepError error, String output) {
    long start = Instant.parse("2026-01-31T12:00:01Z").toEpochMilli();
    server.store.steps.results.add(
        new StepResult(
            7,
            step,
            step + 1,
            attempt,
            outcome,
            start,
            start + 1_000,
            0,
            "",
            error,
            output.getBytes(StandardCharsets.UTF_8)));
  }
}
