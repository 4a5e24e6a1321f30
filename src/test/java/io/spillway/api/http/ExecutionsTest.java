package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.search.ExecutionQuery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutionsTest {
  private static final String SEARCH = "/api/v1/search/automation_executions";
  private static final String SEARCH_ALL = "/api/v1/search/all_automation_executions";

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.reset();
    server.executions.add(1, "a1", ExecutionState.DONE, "{\"user_id\":\"ü\"}");
    server.executions.add(2, "a1", ExecutionState.PAUSED_BY_CIRCUIT_BREAKER, "{}");
    server.executions.add(3, "a2", ExecutionState.ERROR, "{\"Colour\":\"Red\"}");
  }

  @Test
  void anExecutionThatIsOverTellsWhenAndHowLongItTook() {
    JsonObject answer = ApiServer.json(server.get("/api/v1/automation_executions/1"));
    assertThat(answer.getJsonArray("expanded")).isEmpty();
    assertThat(answer.getJsonObject("automationExecution"))
        .isEqualTo(
            new JsonObject()
                .put("id", "1")
                .put("automationTemplateId", "a1")
                .put("state", "AUTOMATION_EXECUTION_STATE_DONE")
                .put(
                    "context",
                    new JsonObject().put("context", new JsonObject().put("user_id", "ü")))
                .put("createdAt", "2026-01-31T12:00:00.001Z")
                .put("updatedAt", "2026-01-31T12:00:12.046Z")
                .put("completedAt", "2026-01-31T12:00:12.046Z")
                .put("duration", "12.045s")
                .put("currentVersion", 3)
                .put("isDraft", false)
                .putNull("deletedAt")
                .put("triggeredBy", "ada"));
    assertThat(answer.getJsonObject("view"))
        .isEqualTo(
            new JsonObject()
                .put("automationExecution", answer.getJsonObject("automationExecution"))
                .put("automationPath", "")
                .put("automationExecutionTriggerPath", ""));
  }

  @Test
  void anExecutionThatIsNotOverTellsNeither() {
    JsonObject execution =
        ApiServer.json(server.get("/api/v1/automation_executions/2"))
            .getJsonObject("automationExecution");
    assertThat(execution.getString("state"))
        .isEqualTo("AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER");
    assertThat(execution.getMap())
        .containsEntry("completedAt", null)
        .containsEntry("deletedAt", null)
        .doesNotContainKey("duration");
  }

  @Test
  void listsAndSearchesTellWhoTriggered() {
    server.executions.add(4, "a1", ExecutionState.PENDING, "event bus", "{}");
    for (String path : List.of(SEARCH, SEARCH_ALL)) {
      assertThat(ApiServer.json(server.post(path, "{}")).getJsonArray("list"))
          .extracting(ExecutionsTest::whoTriggered)
          .containsExactly("event bus", "ada", "ada", "ada");
    }
  }

  private static String whoTriggered(Object row) {
    return ((JsonObject) row).getJsonObject("automationExecution").getString("triggeredBy");
  }

  @Test
  void anExecutionOfAnEarlierVersionDoesNotTellWhoTriggeredIt() {
    server.executions.add(4, "a1", ExecutionState.PENDING, "", "{}");
    assertThat(
            ApiServer.json(server.get("/api/v1/automation_executions/4"))
                .getJsonObject("automationExecution")
                .containsKey("triggeredBy"))
        .isFalse();
  }

  @Test
  void aTerminationIsSentToTheAutomationOfTheExecution() {
    assertThat(server.post("/api/v1/automation_executions/2/actions/terminate", "").body())
        .isEqualTo("{}");
    assertThat(server.router.latest(AutomationCommand.MoveExecution.class))
        .isEqualTo(
            new AutomationCommand.MoveExecution(2, ExecutionState.TERMINATE, "client-admin"));
  }

  @Test
  void aSearchHandsItsFiltersOn() {
    server.post(
        SEARCH,
        "{\"automationTemplateId\":\"a1\",\"query\":\"x\",\"pageSize\":5,\"executionStepStates\":"
            + "[\"AUTOMATION_EXECUTION_STATE_DONE\",\"AUTOMATION_EXECUTION_STATE_ERROR\","
            + "\"AUTOMATION_EXECUTION_STATE_UNSPECIFIED\",0,9,10]}");
    ExecutionQuery query = server.executions.queries.get(0);
    assertThat(query.automationIds()).containsExactly("a1");
    assertThat(query.stateMask())
        .isEqualTo(
            ExecutionState.DONE.bit()
                | ExecutionState.ERROR.bit()
                | ExecutionState.WAITING.bit()
                | ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.bit());
    assertThat(query.text()).isEqualTo("x");
    assertThat(query.limit()).isEqualTo(5);
  }

  @Test
  void aSearchByIdFindsOnlyThoseThatMatchTheOtherFiltersToo() {
    assertThat(found(SEARCH, "{\"executionId\":3}")).containsExactly("3");
    assertThat(found(SEARCH, "{\"executionId\":\"3\",\"query\":\"rEd\"}")).containsExactly("3");
    assertThat(found(SEARCH, "{\"executionId\":\"3\",\"query\":\"green\"}")).isEmpty();
    assertThat(found(SEARCH, "{\"executionId\":\"3\",\"automationTemplateId\":\"a1\"}")).isEmpty();
    assertThat(found(SEARCH, "{\"refs\":[{\"id\":\"1\"},{\"id\":3},{\"id\":9}]}"))
        .containsExactly("3", "1");
    assertThat(
            found(
                SEARCH,
                "{\"refs\":[{\"id\":1},{\"id\":2}],"
                    + "\"executionStepStates\":[\"AUTOMATION_EXECUTION_STATE_DONE\"]}"))
        .containsExactly("1");
    assertThat(server.executions.queries).isEmpty();
  }

  @Test
  void aSearchByIdIsPaged() {
    String refs = "\"refs\":[{\"id\":1},{\"id\":2},{\"id\":3}],\"pageSize\":2";
    JsonObject page = ApiServer.json(server.post(SEARCH, "{" + refs + "}"));
    String token = page.getString("nextPageToken");
    assertThat(page.getJsonArray("list")).hasSize(2);
    assertThat(found(SEARCH, "{" + refs + ",\"pageToken\":\"" + token + "\"}"))
        .containsExactly("1");
  }

  @Test
  void aSearchOverAllHandsItsFiltersOn() {
    assertThat(
            found(
                SEARCH_ALL,
                "{\"automationTemplateIds\":[\"a1\",\"a2\"],\"subjectUserIds\":[\"u1\"],"
                    + "\"executionStates\":[\"AUTOMATION_EXECUTION_STATE_ERROR\"]}"))
        .containsExactly("3");
    ExecutionQuery query = server.executions.queries.get(0);
    assertThat(query.automationIds()).containsExactlyInAnyOrder("a1", "a2");
    assertThat(query.subjectUserIds()).containsExactly("u1");
  }

  @Test
  void anAppStandsForItsAutomations() {
    Automation other = ApiServer.automation("a2", Instant.EPOCH);
    server.store.put(
        new Automation(
            "a2",
            new Automation.Profile("", "", "app2"),
            true,
            false,
            other.document(),
            other.annotations(),
            other.limit(),
            RunnerSettings.EXTERNAL,
            1,
            Instant.EPOCH,
            Optional.empty()));
    assertThat(found(SEARCH_ALL, "{\"appIds\":[\"app2\",\"app3\"]}")).containsExactly("3");
    assertThat(server.executions.queries.get(0).automationIds()).isEqualTo(Set.of("a2"));
    assertThat(found(SEARCH_ALL, "{\"appIds\":[\"app3\"]}")).isEmpty();
    assertThat(found(SEARCH_ALL, "{\"appIds\":[\"app2\"],\"automationTemplateIds\":[\"a1\"]}"))
        .isEmpty();
  }

  private static List<String> found(String path, String body) {
    JsonArray list = ApiServer.json(server.post(path, body)).getJsonArray("list");
    return list.stream()
        .map(row -> ((JsonObject) row).getJsonObject("automationExecution").getString("id"))
        .toList();
  }
}
