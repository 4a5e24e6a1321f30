package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.actor.AutomationCommand;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BreakerApiTest {
  private static final String BREAKER = "/api/v1/automations/a1/circuit_breaker";

  private static final String DECISION = "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\"}";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  @Test
  void aResolveAnswersWithItsCountsAsNumbers() {
    String body =
        server
            .post(
                BREAKER + "/resolve_paused",
                "{\"decision\":\"PAUSED_EXECUTION_DECISION_CANCEL\",\"reason\":\"too many\"}")
            .body();
    assertThat(body).isEqualTo("{\"pausedCount\":7,\"erroredCount\":1,\"bulkActionId\":\"r9\"}");
    assertThat(server.router.latest(AutomationCommand.ResolvePaused.class).order())
        .isEqualTo(new Resolution.Order(Decision.CANCEL, "too many", "client-admin"));
  }

  @Test
  void aClearIsSentInTheNameOfTheCaller() {
    assertThat(server.post(BREAKER + "/clear", "").body()).isEqualTo("{\"bulkActionId\":\"\"}");
    assertThat(server.router.latest(AutomationCommand.ClearBreaker.class).actor())
        .isEqualTo("client-admin");
  }

  @Test
  void aClearWithAnUnspecifiedDecisionOnlyClears() {
    String body =
        server
            .post(
                BREAKER + "/clear",
                "{\"decision\":\"PAUSED_EXECUTION_DECISION_UNSPECIFIED\",\"reason\":\"tried\"}")
            .body();
    assertThat(body).isEqualTo("{\"bulkActionId\":\"\"}");
    assertThat(server.router.latest(AutomationCommand.ClearBreaker.class))
        .isEqualTo(new AutomationCommand.ClearBreaker("client-admin", "tried"));
  }

  @Test
  void aClearWithADecisionAnswersWithTheResolutionThatItStarts() {
    String body =
        server
            .post(
                BREAKER + "/clear",
                "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\",\"reason\":\"all fine\"}")
            .body();
    assertThat(body).isEqualTo("{\"bulkActionId\":\"r9\"}");
    AutomationCommand.StartResolution sent =
        server.router.latest(AutomationCommand.StartResolution.class);
    assertThat(sent.clears()).isTrue();
    assertThat(sent.request().order())
        .isEqualTo(new Resolution.Order(Decision.RUN, "all fine", "client-admin"));
  }

  @Test
  void aClearWithADecisionHasNoIdIfNothingIsPaused() {
    server.router.nothingPaused = true;
    String body =
        server
            .post(BREAKER + "/clear", "{\"decision\":\"PAUSED_EXECUTION_DECISION_CANCEL\"}")
            .body();
    server.router.nothingPaused = false;
    assertThat(body).isEqualTo("{\"bulkActionId\":\"\"}");
  }

  @Test
  void aClearRefusesAnUnknownDecisionAndAReasonThatIsTooLong() {
    assertThat(server.post(BREAKER + "/clear", "{\"decision\":\"RUN\"}").statusCode())
        .isEqualTo(400);
    assertThat(
            server
                .post(BREAKER + "/clear", "{\"reason\":\"" + "r".repeat(1_025) + "\"}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aResolveThatPrefersNotToWaitNamesItsResolution() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("POST", BREAKER + "/resolve_paused", DECISION)
                .header("Authorization", "Bearer admin")
                .header("Prefer", "handling=strict, Respond-Async; wait=5"));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("respond-async");
    assertThat(answer.headers().firstValue("Location")).hasValue(BREAKER + "/resolutions/r9");
    JsonObject body = ApiServer.json(answer);
    assertThat(body.getString("bulkActionId")).isEqualTo("r9");
    assertThat(body.getJsonObject("resolution").getString("state")).isEqualTo("RUNNING");
    assertThat(server.router.latest(AutomationCommand.StartResolution.class).clears()).isFalse();
  }

  @Test
  void aResolveWithOtherPreferencesWaits() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("POST", BREAKER + "/resolve_paused", DECISION)
                .header("Authorization", "Bearer admin")
                .header("Prefer", "wait=5, respond-asynchronously"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
  }

  @Test
  void theStatusShowsTheTripAndTheRunningResolutionAsItStands() {
    server.router.breaker("a1", ApiSamples.TRIPPED);
    server.store.resolutions.add(ApiSamples.running("r1").counting(Resolution.Counts.NONE));
    server.router.running = Optional.of(ApiSamples.running("r1"));

    JsonObject status = ApiServer.json(server.get(BREAKER));

    assertThat(status.getBoolean("tripped")).isTrue();
    assertThat(status.getJsonObject("circuitBreaker").getInteger("observedCount")).isEqualTo(101);
    assertThat(status.getInteger("windowCount")).isEqualTo(3);
    assertThat(status.getInteger("pausedCount")).isEqualTo(5);
    assertThat(status.getJsonObject("running").getInteger("pausedCount")).isEqualTo(2);
    assertThat(status.getJsonArray("recent").getJsonObject(0).getInteger("pausedCount"))
        .isEqualTo(2);
  }

  @Test
  void theStatusOfABreakerThatNeverTrippedIsBare() {
    JsonObject status = ApiServer.json(server.get(BREAKER));
    assertThat(status.getBoolean("tripped")).isFalse();
    assertThat(status.fieldNames()).doesNotContain("circuitBreaker", "running");
    assertThat(status.getJsonArray("recent")).isEmpty();
  }

  @Test
  void aFinishedResolutionIsReadFromTheStore() {
    server.store.resolutions.add(ApiSamples.finished("r2"));
    JsonObject resolution =
        ApiServer.json(server.get(BREAKER + "/resolutions/r2")).getJsonObject("resolution");
    assertThat(resolution)
        .isEqualTo(
            new JsonObject()
                .put("resolutionId", "r2")
                .put("automationId", "a1")
                .put("decision", "PAUSED_EXECUTION_DECISION_CANCEL")
                .put("reason", "too many")
                .put("actor", "client-admin")
                .put("state", "DONE")
                .put("total", 8)
                .put("pausedCount", 7)
                .put("erroredCount", 1)
                .put("resetBreaker", true)
                .put("startedAt", "2026-01-31T12:00:00.000Z")
                .put("finishedAt", "2026-01-31T12:00:05.000Z"));
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void theCountsOfARunningResolutionAreTheActors() {
    server.store.resolutions.add(ApiSamples.running("r1").counting(Resolution.Counts.NONE));
    server.router.running = Optional.of(ApiSamples.running("r1"));
    JsonObject resolution =
        ApiServer.json(server.get(BREAKER + "/resolutions/r1")).getJsonObject("resolution");
    assertThat(resolution.getString("state")).isEqualTo("RUNNING");
    assertThat(resolution.getInteger("pausedCount")).isEqualTo(2);
    assertThat(resolution.containsKey("finishedAt")).isFalse();
  }

  @Test
  void aRunningResolutionIsShownFromTheStoreWhileItsActorIsOutOfReach() {
    server.store.resolutions.add(ApiSamples.running("r1").counting(Resolution.Counts.NONE));
    server.router.failure = Optional.of(new IllegalStateException("away"));
    assertThat(
            ApiServer.json(server.get(BREAKER + "/resolutions"))
                .getJsonArray("list")
                .getJsonObject(0)
                .getInteger("pausedCount"))
        .isZero();
  }

  @Test
  void resolutionsArePaged() {
    for (int i = 1; i <= 3; i++) {
      server.store.resolutions.add(
          FakeRouter.resolution("r" + i, ApiSamples.ORDER, Optional.of(FakeRouter.NOW))
              .finished(Resolution.Counts.NONE, FakeRouter.NOW.plusSeconds(i)));
    }
    JsonObject page = ApiServer.json(server.get(BREAKER + "/resolutions?pageSize=100"));
    assertThat(page.getJsonArray("list")).hasSize(3);
    assertThat(page.getString("nextPageToken")).isEmpty();
    assertThat(
            ApiServer.json(server.get(BREAKER + "/resolutions?pageSize=2"))
                .getString("nextPageToken"))
        .isNotEmpty();
  }

  @Test
  void theResolutionsOfADeletedAutomationCanStillBeRead() {
    server.store.resolutions.add(ApiSamples.finished("r2"));
    server.send("DELETE", "/api/v1/automations/a1", "");
    assertThat(server.get(BREAKER + "/resolutions").statusCode()).isEqualTo(200);
    assertThat(server.get(BREAKER).statusCode()).isEqualTo(404);
  }
}
