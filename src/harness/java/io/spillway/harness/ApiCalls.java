package io.spillway.harness;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Named calls of the HTTP API. Thread-safe. */
public record ApiCalls(ServerApi api) {
  public static final String RUN = "PAUSED_EXECUTION_DECISION_RUN";
  public static final String CANCEL = "PAUSED_EXECUTION_DECISION_CANCEL";

  private static final String AUTOMATIONS = "/api/v1/automations";
  private static final String EXECUTIONS = "/api/v1/automation_executions/";

  /** In an automation: its executions stay as they are until somebody moves them. */
  public static final JsonObject EXTERNAL = new JsonObject().put("mode", "EXTERNAL");

  /**
   * Creates an automation that admits {@code max} executions an hour, which nobody runs; answers
   * its id.
   */
  public String create(String name, long max) {
    return idOf(tryToCreate(name, max).ok());
  }

  public ApiResponse tryToCreate(String name, long max) {
    return api.post(
        AUTOMATIONS,
        new JsonObject()
            .put("displayName", name)
            .put("enabled", true)
            .put("runner", EXTERNAL)
            .put("circuitBreakerMax", max)
            .put("circuitBreakerPeriod", "CIRCUIT_BREAKER_PERIOD_HOUR"));
  }

  /** The id of an automation that was created. */
  public static String idOf(JsonObject created) {
    return created.getJsonObject("automation").getString("id");
  }

  public static String pathOf(String automationId) {
    return AUTOMATIONS + "/" + automationId;
  }

  public ApiResponse automation(String automationId) {
    return api.get(pathOf(automationId));
  }

  public ApiResponse delete(String automationId) {
    return api.delete(pathOf(automationId));
  }

  public ApiResponse execute(String automationId) {
    return api.post(pathOf(automationId) + "/execute", new JsonObject());
  }

  /** Fires a trigger with this context. */
  public ApiResponse execute(String automationId, JsonObject context) {
    return api.post(
        pathOf(automationId) + "/execute",
        new JsonObject().put("context", new JsonObject().put("context", context)));
  }

  public ApiResponse clear(String automationId) {
    return api.post(pathOf(automationId) + "/circuit_breaker/clear", new JsonObject());
  }

  public static String resolvePath(String automationId) {
    return pathOf(automationId) + "/circuit_breaker/resolve_paused";
  }

  public static JsonObject order(String decision, String reason) {
    return new JsonObject().put("decision", decision).put("reason", reason);
  }

  public ApiResponse resolve(String automationId, String decision, String reason) {
    return api.post(resolvePath(automationId), order(decision, reason));
  }

  public ApiResponse breaker(String automationId) {
    return api.get(pathOf(automationId) + "/circuit_breaker");
  }

  public ApiResponse execution(long executionId) {
    return api.get(EXECUTIONS + executionId);
  }

  public ApiResponse terminate(long executionId) {
    return api.post(EXECUTIONS + executionId + "/actions/terminate", new JsonObject());
  }

  public static String resolutionsPath(String automationId) {
    return pathOf(automationId) + "/circuit_breaker/resolutions";
  }

  /** All resolutions of an automation, newest first. */
  public List<JsonObject> resolutions(String automationId) {
    return api.listAll(resolutionsPath(automationId), "list");
  }

  /** The manifest of a resolution, line by line. */
  public List<JsonObject> manifest(String automationId, String resolutionId) {
    ApiResponse answer = api.get(resolutionsPath(automationId) + "/" + resolutionId + "/manifest");
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

  /** The unmapped members of all events of the system log, oldest first. */
  public List<JsonObject> events() {
    return api
        .searchAll("/api/v1/systemlog/events", new JsonObject().put("sortDirection", "ASC"))
        .stream()
        .map(event -> event.getJsonObject("unmapped").copy().put("time", event.getLong("time")))
        .toList();
  }
}
