package io.spillway.it;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** The calls that tests make, by name. Thread-safe. */
public record Operations(Api api) {
  public static final String RUN = "PAUSED_EXECUTION_DECISION_RUN";
  public static final String CANCEL = "PAUSED_EXECUTION_DECISION_CANCEL";

  private static final String AUTOMATIONS = "/api/v1/automations";
  private static final String EXECUTIONS = "/api/v1/automation_executions/";

  /** Creates an automation that admits {@code max} executions an hour; answers its id. */
  String create(String name, long max) {
    return idOf(tryToCreate(name, max).ok());
  }

  Answer tryToCreate(String name, long max) {
    return api.post(
        AUTOMATIONS,
        new JsonObject()
            .put("displayName", name)
            .put("enabled", true)
            .put("circuitBreakerMax", max)
            .put("circuitBreakerPeriod", "CIRCUIT_BREAKER_PERIOD_HOUR"));
  }

  /** The id of an automation that was created. */
  static String idOf(JsonObject created) {
    return created.getJsonObject("automation").getString("id");
  }

  static String pathOf(String automationId) {
    return AUTOMATIONS + "/" + automationId;
  }

  Answer automation(String automationId) {
    return api.get(pathOf(automationId));
  }

  Answer delete(String automationId) {
    return api.delete(pathOf(automationId));
  }

  Answer execute(String automationId) {
    return api.post(pathOf(automationId) + "/execute", new JsonObject());
  }

  /** Fires a trigger with this context. */
  public Answer execute(String automationId, JsonObject context) {
    return api.post(
        pathOf(automationId) + "/execute",
        new JsonObject().put("context", new JsonObject().put("context", context)));
  }

  public Answer clear(String automationId) {
    return api.post(pathOf(automationId) + "/circuit_breaker/clear", new JsonObject());
  }

  static String resolvePath(String automationId) {
    return pathOf(automationId) + "/circuit_breaker/resolve_paused";
  }

  static JsonObject order(String decision, String reason) {
    return new JsonObject().put("decision", decision).put("reason", reason);
  }

  public Answer resolve(String automationId, String decision, String reason) {
    return api.post(resolvePath(automationId), order(decision, reason));
  }

  public Answer breaker(String automationId) {
    return api.get(pathOf(automationId) + "/circuit_breaker");
  }

  public Answer execution(long executionId) {
    return api.get(EXECUTIONS + executionId);
  }

  public Answer terminate(long executionId) {
    return api.post(EXECUTIONS + executionId + "/actions/terminate", new JsonObject());
  }

  static String resolutionsPath(String automationId) {
    return pathOf(automationId) + "/circuit_breaker/resolutions";
  }

  /** All resolutions of an automation, newest first. */
  public List<JsonObject> resolutions(String automationId) {
    return api.listAll(resolutionsPath(automationId), "list");
  }

  /** The manifest of a resolution, line by line. */
  public List<JsonObject> manifest(String automationId, String resolutionId) {
    Answer answer = api.get(resolutionsPath(automationId) + "/" + resolutionId + "/manifest");
    if (!answer.isOk()) {
      throw new AssertionError("answered with " + answer.status() + " " + answer.text());
    }
    return answer.text().lines().map(JsonObject::new).toList();
  }

  /** All executions of an automation in these states, in any if none is given, newest first. */
  public List<ExecutionRow> executions(String automationId, String... states) {
    JsonObject search =
        new JsonObject()
            .put("automationTemplateId", automationId)
            .put("executionStepStates", List.of(states));
    return api.searchAll("/api/v1/search/automation_executions", search).stream()
        .map(row -> ExecutionRow.of(row.getJsonObject("automationExecution")))
        .toList();
  }

  /** What all events of the system log tell beyond their OCSF fields, oldest first. */
  public List<JsonObject> events() {
    return api
        .searchAll("/api/v1/systemlog/events", new JsonObject().put("sortDirection", "ASC"))
        .stream()
        .map(event -> event.getJsonObject("unmapped").copy().put("time", event.getLong("time")))
        .toList();
  }
}
