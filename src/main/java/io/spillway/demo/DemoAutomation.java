package io.spillway.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;

/** The operations of the API on one automation of the scenario. Blocks. */
final class DemoAutomation {
  private static final String AUTOMATIONS = "/api/v1/automations";
  private static final String STATE = "AUTOMATION_EXECUTION_STATE_";

  private final ApiClient api;
  private final PagedReader pages;
  private final String id;
  private final String createdAt;

  private DemoAutomation(ApiClient api, JsonObject created) {
    this.api = api;
    this.pages = new PagedReader(api);
    this.id = created.getString("id");
    this.createdAt = created.getString("createdAt");
  }

  /** Creates an automation that admits {@code max} executions per hour. */
  static DemoAutomation create(ApiClient api, String name, int max) throws InterruptedException {
    JsonObject created =
        api.post(
            AUTOMATIONS,
            new JsonObject()
                .put("displayName", name)
                .put("description", "Fired by the demo for every event of the directory.")
                .put("enabled", true)
                .put("circuitBreakerMax", max)
                .put("circuitBreakerPeriod", "CIRCUIT_BREAKER_PERIOD_HOUR"));
    return new DemoAutomation(api, created.getJsonObject("automation"));
  }

  String id() {
    return id;
  }

  /** The path of triggers. */
  String executePath() {
    return AUTOMATIONS + "/" + id + "/execute";
  }

  /** Reads the automation. */
  JsonObject read() throws InterruptedException {
    return api.get(AUTOMATIONS + "/" + id).getJsonObject("automation");
  }

  /** Reads the state of its breaker. */
  JsonObject breaker() throws InterruptedException {
    return api.get(AUTOMATIONS + "/" + id + "/circuit_breaker");
  }

  /** Resolves all paused executions. */
  JsonObject resolve(String decision, String reason) throws InterruptedException {
    return api.post(
        AUTOMATIONS + "/" + id + "/circuit_breaker/resolve_paused",
        new JsonObject()
            .put("decision", "PAUSED_EXECUTION_DECISION_" + decision)
            .put("reason", reason));
  }

  /** Searches the ids of all its executions. */
  Set<String> executions() throws InterruptedException {
    return search(new JsonObject());
  }

  /** Searches the ids of its executions in {@code state}. */
  Set<String> executionsIn(String state) throws InterruptedException {
    return search(new JsonObject().put("executionStepStates", new JsonArray().add(STATE + state)));
  }

  private Set<String> search(JsonObject query) throws InterruptedException {
    Set<String> ids = new HashSet<>();
    pages.forEach(
        "/api/v1/search/automation_executions",
        query.put("automationTemplateId", id),
        row -> ids.add(row.getJsonObject("automationExecution").getString("id")));
    return ids;
  }

  /** Reads its events in the system log. */
  AuditTrail auditTrail() throws InterruptedException {
    AuditTrail trail = new AuditTrail();
    pages.forEach(
        "/api/v1/systemlog/events",
        new JsonObject().put("since", createdAt),
        event -> {
          if (id.equals(
              event.getJsonObject("unmapped", new JsonObject()).getString("automationId"))) {
            trail.addOlder(event);
          }
        });
    return trail;
  }
}
