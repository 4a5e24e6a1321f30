package io.spillway.fuzz;

import static org.awaitility.Awaitility.await;

import io.spillway.harness.ServerApi;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state that a node reports.
 *
 * @param executions all of them, by id
 * @param automations some of them, by id
 */
record ObservedState(Map<String, Execution> executions, Map<String, View> automations) {
  private static final String AUTOMATIONS = "/api/v1/automations/";
  private static final String PAUSED = "AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER";

  /** An execution. */
  record Execution(String automationId, String state) {
    boolean isPaused() {
      return state.equals(PAUSED);
    }
  }

  /**
   * An automation, as the API shows it in several places.
   *
   * @param automation itself
   * @param breaker the report about its breaker
   * @param resolutions all of its
   * @param paused how many paused executions a search finds
   */
  record View(
      JsonObject automation, JsonObject breaker, List<JsonObject> resolutions, int paused) {}

  /** Reads all executions, and these automations, once their resolutions are done. */
  static ObservedState read(ServerApi api, Collection<String> automationIds) {
    for (String id : automationIds) {
      await()
          .until(
              () ->
                  resolutions(api, id).stream()
                      .allMatch(resolution -> resolution.getString("state").equals("DONE")));
    }
    Map<String, Execution> executions = new TreeMap<>();
    for (JsonObject row : api.listAll("/api/v1/automation_executions", "automationExecutions")) {
      executions.put(
          row.getString("id"),
          new Execution(row.getString("automationTemplateId"), row.getString("state")));
    }
    Map<String, View> automations = new TreeMap<>();
    for (String id : automationIds) {
      automations.put(id, view(api, id));
    }
    return new ObservedState(executions, automations);
  }

  private static View view(ServerApi api, String id) {
    JsonObject paused =
        new JsonObject()
            .put("automationTemplateId", id)
            .put("executionStepStates", List.of(PAUSED));
    JsonObject breaker = api.get(AUTOMATIONS + id + "/circuit_breaker").ok();
    // The slices end at the moment of asking.
    breaker.remove("windowSlices");
    return new View(
        api.get(AUTOMATIONS + id).ok().getJsonObject("automation"),
        breaker,
        resolutions(api, id),
        api.searchAll("/api/v1/search/automation_executions", paused).size());
  }

  private static List<JsonObject> resolutions(ServerApi api, String id) {
    return api.listAll(AUTOMATIONS + id + "/circuit_breaker/resolutions", "list");
  }
}
