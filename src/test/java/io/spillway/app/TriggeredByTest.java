package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clients trigger an automation: who did is told for each execution, and for the trip. */
class TriggeredByTest {
  @TempDir Path directory;

  @Test
  void everyExecutionNamesItsClientAlsoAfterARestart() throws Exception {
    String id;
    Map<String, String> clients = new HashMap<>();
    try (NodeApi api = NodeApi.start(directory)) {
      id = api.tripped();
      NodeApi.Client other = api.newOperator();
      for (int i = 0; i < 3; i++) {
        for (NodeApi.Client client : List.of(other, api.first())) {
          clients.put(api.execute(id, client), client.id());
        }
      }
      assertTold(api, id, clients);
      assertThat(trip(api).getString("actor")).isEqualTo("system");
      assertThat(trip(api).getString("triggeredBy")).isEqualTo(other.id());
    }
    try (NodeApi api = NodeApi.start(directory)) {
      assertTold(api, id, clients);
    }
  }

  private static void assertTold(NodeApi api, String id, Map<String, String> clients) {
    clients.forEach(
        (execution, client) ->
            assertThat(
                    NodeApi.json(api.get("/api/v1/automation_executions/" + execution))
                        .getJsonObject("automationExecution")
                        .getString("triggeredBy"))
                .isEqualTo(client));
    JsonObject listed = NodeApi.json(api.get("/api/v1/automation_executions"));
    assertThat(triggeredBy(listed.getJsonArray("automationExecutions")))
        .containsAllEntriesOf(clients);
    JsonObject found = NodeApi.json(api.post("/api/v1/search/automation_executions", "{}"));
    assertThat(triggeredBy(executions(found))).containsAllEntriesOf(clients);
    assertThat(triggeredBy(executions(api.review(id, "{}")))).isEqualTo(clients);
  }

  private static JsonArray executions(JsonObject found) {
    JsonArray executions = new JsonArray();
    found
        .getJsonArray("list")
        .forEach(view -> executions.add(((JsonObject) view).getJsonObject("automationExecution")));
    return executions;
  }

  private static Map<String, String> triggeredBy(JsonArray executions) {
    Map<String, String> clients = new HashMap<>();
    executions.forEach(
        each -> {
          JsonObject execution = (JsonObject) each;
          clients.put(execution.getString("id"), execution.getString("triggeredBy"));
        });
    return clients;
  }

  /** What the system log tells about the trip. */
  private static JsonObject trip(NodeApi api) {
    return NodeApi.json(api.post("/api/v1/systemlog/events", "{}")).getJsonArray("list").stream()
        .map(event -> ((JsonObject) event).getJsonObject("unmapped"))
        .filter(event -> event.getString("event").equals("breaker_tripped"))
        .findFirst()
        .orElseThrow();
  }
}
