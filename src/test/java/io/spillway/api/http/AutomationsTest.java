package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.engine.actor.AutomationCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutomationsTest {
  @RegisterExtension private static final ApiServer server = new ApiServer();

  @Test
  void anAutomationIsCreatedFromTheFieldsGiven() {
    JsonObject given =
        new JsonObject()
            .put("displayName", "Ünïcode")
            .put("app_id", "app7")
            .put("enabled", true)
            .put("automationSteps", new JsonArray("[{\"sendEmail\":{\"n\":1.5}}]"))
            .put("triggers", new JsonArray().add(new JsonObject().put("scheduleNoUser", Map.of())))
            .put("context", new JsonObject().put("context", new JsonObject().put("k", "v")))
            .put("annotations", new JsonObject().put("team", "red"))
            .put("circuitBreakerMax", "100")
            .put("circuitBreakerPeriod", "CIRCUIT_BREAKER_PERIOD_DAY")
            .put("description", null)
            .put("id", "chosen by the client")
            .put("somethingElse", 5);

    JsonObject answer =
        ApiServer.json(server.post("/api/v1/automations", given.encode()))
            .getJsonObject("automation");

    Automation created = server.router.latest(AutomationCommand.Create.class).automation();
    assertThat(created.id()).hasSize(27);
    assertThat(created.profile()).isEqualTo(new Automation.Profile("Ünïcode", "", "app7"));
    assertThat(created.version()).isEqualTo(1);
    assertThat(created.createdAt()).isEqualTo(FakeRouter.NOW);
    assertThat(created.document().steps()).isEqualTo("[{\"sendEmail\":{\"n\":1.5}}]");
    assertThat(created.document().context()).isEqualTo("{\"k\":\"v\"}");
    assertThat(created.limit().max()).isEqualTo(100);
    assertThat(created.limit().period()).isEqualTo(BreakerPeriod.DAY);
    assertThat(created.runner()).isEqualTo(RunnerSettings.BUILT_IN);
    assertThat(server.router.latest(AutomationCommand.Create.class).actor())
        .isEqualTo("client-admin");

    assertThat(answer.getString("id")).isEqualTo(created.id());
    assertThat(answer.getString("displayName")).isEqualTo("Ünïcode");
    assertThat(answer.getString("currentVersion")).isEqualTo("1");
    assertThat(answer.getString("createdAt")).isEqualTo("2026-01-31T12:00:00.500Z");
    assertThat(answer.getString("primaryTriggerType")).isEqualTo("TRIGGER_TYPE_SCHEDULE_NO_USER");
    assertThat(answer.getJsonArray("draftTriggers")).isEqualTo(given.getJsonArray("triggers"));
    assertThat(answer.getMap()).containsEntry("circuitBreaker", null);
    assertThat(answer.getJsonObject("runner"))
        .isEqualTo(
            new JsonObject()
                .put("mode", "BUILT_IN")
                .put("maxConcurrent", 64)
                .put("maxPerSecond", 0));
    assertThat(answer.containsKey("lastExecutedAt")).isTrue();
  }

  @Test
  void settingsOfTheRunnerThatAreNotGivenHaveTheirDefaults() {
    server.post(
        "/api/v1/automations", "{\"runner\":{\"mode\":\"EXTERNAL\",\"max_per_second\":\"7\"}}");
    assertThat(server.router.latest(AutomationCommand.Create.class).automation().runner())
        .isEqualTo(new RunnerSettings(RunnerSettings.Mode.EXTERNAL, 64, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"updateMask\":\"runner\""})
  void anUpdateSetsOnlyTheSettingsOfTheRunnerThatAreGiven(String mask) {
    AutomationPatch patch =
        update("{\"automation\":{\"runner\":{\"maxConcurrent\":5,\"mode\":null}}" + mask + "}");
    assertThat(patch.runner())
        .contains(new RunnerSettings.Change(Optional.empty(), Optional.of(5), Optional.empty()));
  }

  @Test
  void stepsAreKeptAsTheyWereWritten() {
    String steps = "[ {\"webhook\" : {\"b\" : 1e2,\n\"a\":\"\\u00e9é\"}} ]";
    server.post("/api/v1/automations", "{\"automationSteps\":" + steps + "}");
    assertThat(server.router.latest(AutomationCommand.Create.class).automation().document().steps())
        .isEqualTo(steps);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null", "{\"displayName\":null,\"triggers\":null}"})
  void aMissingBodyEqualsAnEmptyOne(String body) {
    assertThat(server.post("/api/v1/automations", body).statusCode()).isEqualTo(200);
    Automation created = server.router.latest(AutomationCommand.Create.class).automation();
    assertThat(created.profile()).isEqualTo(new Automation.Profile("", "", ""));
    assertThat(created.document()).isEqualTo(Automation.Document.EMPTY);
  }

  @Test
  void theBreakerIsShownWhileTripped() {
    server.router.breaker("a1", ApiSamples.TRIPPED);
    JsonObject automation =
        ApiServer.json(server.get("/api/v1/automations/a1")).getJsonObject("automation");
    assertThat(automation.getJsonObject("circuitBreaker"))
        .isEqualTo(
            new JsonObject()
                .put("observedCount", 101)
                .put("threshold", 100)
                .put("period", "CIRCUIT_BREAKER_PERIOD_HOUR")
                .put("trippedAt", "2026-01-31T12:00:00.000Z"));
    assertThat(automation.getBoolean("enabled")).isTrue();
  }

  @Test
  void aDeletedAutomationIsNotFound() {
    assertThat(server.send("DELETE", "/api/v1/automations/a1", "").body()).isEqualTo("{}");
    assertThat(server.get("/api/v1/automations/a1").statusCode()).isEqualTo(404);
    assertThat(ApiServer.json(server.get("/api/v1/automations")).getJsonArray("list")).isEmpty();
  }

  @Test
  void withAMaskOnlyItsFieldsAreSetAndThoseNotGivenToZero() {
    AutomationPatch patch =
        update(
            "{\"automation\":{\"displayName\":\"New\",\"description\":\"ignored\"},"
                + "\"updateMask\":\"displayName, is_draft,circuitBreakerPeriod,context\"}");
    assertThat(patch.displayName()).contains("New");
    assertThat(patch.draft()).contains(false);
    assertThat(patch.breakerPeriod()).contains(BreakerPeriod.UNSPECIFIED);
    assertThat(patch.context()).contains("{}");
    assertThat(patch.description()).isEmpty();
    assertThat(patch.enabled()).isEmpty();
    assertThat(patch.annotations()).isEmpty();
  }

  @Test
  void withoutAMaskEveryFieldGivenIsSetAndReadOnlyOnesAreIgnored() {
    AutomationPatch patch =
        update(
            "{\"automation\":{\"enabled\":false,\"annotations\":{},\"id\":\"x\","
                + "\"createdAt\":\"2026-01-31T12:00:00Z\",\"appId\":null}}");
    assertThat(patch.enabled()).contains(false);
    assertThat(patch.annotations()).contains(Map.of());
    assertThat(patch.appId()).isEmpty();
    assertThat(patch.displayName()).isEmpty();
    assertThat(patch.steps()).isEmpty();
  }

  @Test
  void theContextOfATriggerIsHandedOnAsItWasWritten() {
    String context = "{ \"user_id\" : \"ü\", \"n\":[1.0,{}] }";
    HttpResponse<String> response =
        server.post(
            "/api/v1/automations/a1/execute",
            "{\"other\":[{}],\"context\":{\"x\":null,\"context\":" + context + "}}");
    assertThat(response.body()).isEqualTo("{\"executionId\":\"4096\"}");
    byte[] sent = server.router.latest(AutomationCommand.Execute.class).context();
    assertThat(new String(sent, StandardCharsets.UTF_8)).isEqualTo(context);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "{\"context\":null}",
        "{\"context\":{}}",
        "{\"context\":{\"context\":null}}"
      })
  void aTriggerWithoutAContextHasAnEmptyOne(String body) {
    assertThat(server.post("/api/v1/automations/a1/execute", body).statusCode()).isEqualTo(200);
    byte[] sent = server.router.latest(AutomationCommand.Execute.class).context();
    assertThat(new String(sent, StandardCharsets.UTF_8)).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"context\":{\"user_id\":\"u\"}}",
        "{\"context\":{\"user_id\":null}}",
        "{\"context\":{\"context\":null,\"user_id\":{\"context\":{}}}}",
        "{\"context\":{\"user_id\":1,\"context\":null}}"
      })
  void aContextThatIsNotWrappedTwiceIsRefused(String body) {
    BadInputTest.assertRefused(
        server.post("/api/v1/automations/a1/execute", body),
        400,
        3,
        "context contains \"user_id\" and no context, must wrap it twice:"
            + " {\"context\": {\"context\": {…}}}");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void versionsAreListedNewestFirst() {
    JsonObject page =
        ApiServer.json(
            server.post(
                "/api/v1/search/automation_versions",
                "{\"automationTemplateId\":\"a1\",\"pageSize\":2}"));
    assertThat(page.getJsonArray("list").stream().map(v -> ((JsonObject) v).getString("version")))
        .containsExactly("3", "2");
    JsonObject next =
        ApiServer.json(
            server.post(
                "/api/v1/automation_versions/search",
                new JsonObject()
                    .put("automationTemplateId", "a1")
                    .put("pageSize", 2)
                    .put("pageToken", page.getString("nextPageToken"))
                    .encode()));
    assertThat(next.getJsonArray("list").stream().map(v -> ((JsonObject) v).getString("version")))
        .containsExactly("1");
    assertThat(next.getString("nextPageToken")).isEmpty();
  }

  private static AutomationPatch update(String body) {
    assertThat(server.post("/api/v1/automations/a1", body).statusCode()).isEqualTo(200);
    return server.router.latest(AutomationCommand.Update.class).patch();
  }
}
