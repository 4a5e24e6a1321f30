package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Read-only fields in requests are ignored. */
class MassAssignmentTest {
  private static final String AUTOMATIONS = "/api/v1/automations";
  private static final String WHEN = "1999-01-01T00:00:00Z";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  @Test
  void aNewAutomationIsWhatItWouldBeWithoutThem() {
    Automation plain = created(new JsonObject().put("displayName", "n"));
    Automation greedy = created(stolen().put("displayName", "n"));

    assertThat(greedy).usingRecursiveComparison().ignoringFields("id").isEqualTo(plain);
    assertThat(greedy.id()).isNotEqualTo("stolen");
  }

  @Test
  void anUpdateChangesNoneOfThem() {
    JsonObject body =
        new JsonObject().put("automation", stolen().put("displayName", "n")).mergeIn(stolen());

    assertThat(server.post(AUTOMATIONS + "/a1", body.encode()).statusCode()).isEqualTo(200);

    AutomationCommand.Update update = server.router.latest(AutomationCommand.Update.class);
    assertThat(update.actor()).isEqualTo("client-admin");
    Automation before = ApiServer.automation("a1", FakeRouter.NOW);
    Automation after = update.patch().applyTo(before);
    assertThat(after).usingRecursiveComparison().ignoringFields("profile").isEqualTo(before);
    assertThat(after.profile()).isEqualTo(new Automation.Profile("n", "", ""));
  }

  @Test
  void aTriggerTakesItsContextAndNothingElse() {
    JsonObject body =
        stolen().put("context", stolen().put("context", new JsonObject().put("a", 1)));

    HttpResponse<String> response = server.post(AUTOMATIONS + "/a1/execute", body.encode());

    assertThat(ApiServer.json(response)).isEqualTo(new JsonObject().put("executionId", "4096"));
    AutomationCommand.Execute execute = server.router.latest(AutomationCommand.Execute.class);
    assertThat(new String(execute.context(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
    assertThat(execute.actor()).isEqualTo("client-admin");
    assertThat(execute.key()).isEmpty();
  }

  @Test
  void aResolutionIsInTheNameOfItsCaller() {
    JsonObject body =
        stolen().put("decision", "PAUSED_EXECUTION_DECISION_CANCEL").put("reason", "mine");

    assertThat(
            server
                .post(AUTOMATIONS + "/a1/circuit_breaker/resolve_paused", body.encode())
                .statusCode())
        .isEqualTo(200);

    AutomationCommand.ResolvePaused resolve =
        server.router.latest(AutomationCommand.ResolvePaused.class);
    assertThat(resolve.order())
        .isEqualTo(new Resolution.Order(resolve.order().decision(), "mine", "client-admin"));
    assertThat(resolve.resolutionId()).isNotEqualTo("stolen");
  }

  @Test
  void aNewClientTakesNoReadOnlyField() {
    int clients = server.store.identity.clients.size();
    for (String field : stolen().fieldNames()) {
      JsonObject body = newClient().put(field, stolen().getValue(field));

      assertThat(server.post("/api/v1/clients", body.encode()).body())
          .contains("unknown field \\\"" + field + "\\\"");
    }
    assertThat(server.store.identity.clients).hasSize(clients);
  }

  @Test
  void aNewClientGetsCredentialsOfTheServer() {
    JsonObject body = newClient();

    JsonObject answer = ApiServer.json(server.post("/api/v1/clients", body.encode()));

    Client stored =
        java.util.Objects.requireNonNull(
            server.store.identity.clients.get(answer.getJsonObject("client").getString("id")));
    assertThat(stored.id()).doesNotContain("stolen");
    assertThat(stored.secretHash()).isNotEmpty().doesNotContain("stolen");
    assertThat(stored.publicKey()).isEmpty();
    assertThat(stored.rotations()).isZero();
    assertThat(stored.createdAt()).isEqualTo(FakeRouter.NOW);
    assertThat(stored.revokedAt()).isEmpty();
    assertThat(answer.getString("clientSecret")).isNotEqualTo("stolen");
  }

  private static JsonObject newClient() {
    return new JsonObject().put("displayName", "n").put("roles", new JsonArray().add("viewer"));
  }

  private static Automation created(JsonObject body) {
    assertThat(server.post(AUTOMATIONS, body.encode()).statusCode()).isEqualTo(200);
    return server.router.latest(AutomationCommand.Create.class).automation();
  }

  /** The read-only fields, in both spellings. */
  private static JsonObject stolen() {
    return new JsonObject()
        .put("id", "stolen")
        .put("automationId", "stolen")
        .put("automation_template_id", "stolen")
        .put("executionId", "77")
        .put("resolutionId", "stolen")
        .put("state", "AUTOMATION_EXECUTION_STATE_DONE")
        .put("createdAt", WHEN)
        .put("created_at", WHEN)
        .put("updatedAt", WHEN)
        .put("completedAt", WHEN)
        .put("deletedAt", WHEN)
        .put("deleted_at", WHEN)
        .put("lastExecutedAt", WHEN)
        .put("currentVersion", "77")
        .put("current_version", 77)
        .put("primaryTriggerType", "TRIGGER_TYPE_WEBHOOK")
        .put("circuitBreaker", new JsonObject().put("observedCount", 77).put("trippedAt", WHEN))
        .put("circuit_breaker", new JsonObject().put("observedCount", 77))
        .put("generation", 77)
        .put("pausedCount", 77)
        .put("actor", "stolen")
        .put("secretHash", "stolen")
        .put("clientSecret", "stolen")
        .put("client_secret", "stolen")
        .put("rotations", 77)
        .put("revokedAt", WHEN);
  }
}
