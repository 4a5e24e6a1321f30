package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.http.route.AccessRule;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.execution.ExecutionState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client with an automation scope sees. The scope is a1 and a3; a2 is outside of it. */
class AutomationScopeTest {
  private static final Map<String, String> BODIES =
      Map.of(
          "resolvePausedExecutions", "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\"}",
          "updateAutomation", "{\"automation\":{\"displayName\":\"B\"}}");

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
    server.store.put(ApiServer.automation("a2", Instant.parse("2026-01-02T00:00:00Z")));
    server.store.put(ApiServer.automation("a3", Instant.parse("2026-01-03T00:00:00Z")));
    server.executions.add(1, "a1", ExecutionState.DONE, "{}");
    server.executions.add(2, "a2", ExecutionState.DONE, "{}");
    server.executions.add(3, "a3", ExecutionState.DONE, "{}");
  }

  @Test
  void everyOperationOnAnotherAutomationAnswersAsIfItDidNotExist() {
    List<Operation> onOne =
        server.contract.contract().operations().stream()
            .filter(o -> o.getOpenAPIPath().startsWith("/api/v1/automations/{id}"))
            .toList();
    assertThat(onOne).hasSizeGreaterThan(5);
    for (Operation operation : onOne) {
      for (String id : List.of("a2", "nowhere")) {
        HttpResponse<String> response =
            scoped(
                operation.getHttpMethod().name(),
                operation.getOpenAPIPath().replace("{id}", id).replaceAll("\\{[^}]*}", "r1"),
                BODIES.getOrDefault(operation.getOperationId(), ""));
        BadInputTest.assertRefused(response, 404, 5, "automation " + id + " does not exist");
      }
    }
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void automationsWithinTheScopeAreThere() {
    assertThat(scoped("GET", "/api/v1/automations/a1", "").statusCode()).isEqualTo(200);
    assertThat(scoped("POST", "/api/v1/automations/a3/execute", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void operationsThatCannotKeepTheScopeAreRefused() {
    for (AccessRule access : server.contract.accessRules()) {
      if (access.scopeCheck() == AccessRule.ScopeCheck.UNSUPPORTED) {
        Operation operation = server.contract.contract().operation(access.operation());
        BadInputTest.assertRefused(
            scoped(
                operation.getHttpMethod().name(),
                operation.getOpenAPIPath().replaceAll("\\{[^}]*}", "x"),
                ""),
            403,
            7,
            access.operation() + " is not available to clients that have an automation scope");
      }
    }
    assertThat(server.contract.accessRules())
        .filteredOn(access -> access.scopeCheck() == AccessRule.ScopeCheck.UNSUPPORTED)
        .extracting(AccessRule::operation)
        .contains("createAutomation", "listSystemLogEvents", "listClients", "createClient");
  }

  @Test
  void listsAndSearchesOfAutomationsShowTheScope() {
    assertThat(ids(scoped("GET", "/api/v1/automations", ""), "list")).containsExactly("a3", "a1");
    assertThat(ids(search("automations", "{}"), "list")).containsExactly("a3", "a1");
    assertThat(ids(search("automations", "{\"refs\":[{\"id\":\"a2\"},{\"id\":\"a1\"}]}"), "list"))
        .containsExactly("a1");
    assertThat(ids(search("automations", "{\"refs\":[{\"id\":\"a2\"}]}"), "list")).isEmpty();
    assertThat(ids(scoped("POST", "/api/v1/automations/search", "{}"), "list"))
        .containsExactly("a3", "a1");
  }

  @Test
  void aSearchOfBreakersShowsTheScopeAndAsksNobodyElse() {
    JsonObject answer = ApiServer.json(search("circuit_breakers", "{}"));

    assertThat(answer.getJsonArray("list"))
        .extracting(row -> ((JsonObject) row).getString("automationId"))
        .containsExactly("a1", "a3");
    assertThat(answer.getInteger("matchCount")).isEqualTo(2);
  }

  @Test
  void versionsOfAnotherAutomationAreNotThere() {
    BadInputTest.assertRefused(
        search("automation_versions", "{\"automationTemplateId\":\"a2\"}"),
        404,
        5,
        "automation a2 does not exist");
    assertThat(search("automation_versions", "{\"automationTemplateId\":\"a1\"}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void theListOfExecutionsShowsTheScope() {
    assertThat(ids(scoped("GET", "/api/v1/automation_executions", ""), "automationExecutions"))
        .containsExactly("3", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"automation_executions", "all_automation_executions"})
  void searchesOfExecutionsShowTheScope(String search) {
    assertThat(executions(search(search, "{}"))).containsExactly("3", "1");
  }

  @Test
  void searchesOfExecutionsOfAnotherAutomationFindNothing() {
    List<HttpResponse<String>> responses =
        List.of(
            search("automation_executions", "{\"automationTemplateId\":\"a2\"}"),
            search("automation_executions", "{\"executionId\":\"2\"}"),
            search("all_automation_executions", "{\"automationTemplateIds\":[\"a2\"]}"));
    for (HttpResponse<String> response : responses) {
      assertThat(executions(response)).isEmpty();
      assertThat(ApiServer.json(response).getString("nextPageToken")).isEmpty();
    }
  }

  @Test
  void searchesOfExecutionsByAppShowTheScope() {
    for (String id : List.of("a2", "a3")) {
      Automation other = ApiServer.automation(id, Instant.EPOCH);
      server.store.put(
          new Automation(
              id,
              new Automation.Profile("", "", "app"),
              true,
              false,
              other.document(),
              other.annotations(),
              other.limit(),
              RunnerSettings.EXTERNAL,
              1,
              Instant.EPOCH,
              Optional.empty()));
    }
    assertThat(executions(search("all_automation_executions", "{\"appIds\":[\"app\"]}")))
        .containsExactly("3");
  }

  @Test
  void anExecutionOfAnotherAutomationIsNotThere() {
    BadInputTest.assertRefused(
        scoped("GET", "/api/v1/automation_executions/2", ""), 404, 5, "execution 2 does not exist");
    BadInputTest.assertRefused(
        scoped("GET", "/api/v1/automation_executions/2/steps", ""),
        404,
        5,
        "execution 2 does not exist");
    assertThat(scoped("GET", "/api/v1/automation_executions/1", "").statusCode()).isEqualTo(200);
  }

  @Test
  void anExecutionOfAnotherAutomationCannotBeTerminatedOrRetried() {
    isOutside("/api/v1/automation_executions/7/actions/retry");
    isOutside("/api/v1/automation_executions/7/actions/terminate");
  }

  private static void isOutside(String action) {
    server.router.commands.clear();
    HttpResponse<String> outside =
        server.send(
            server.request("POST", action, "").header("Authorization", "Bearer operator:a2"));
    BadInputTest.assertRefused(outside, 404, 5, "execution 7 does not exist");
    assertThat(server.router.commands).isEmpty();
    assertThat(scoped("POST", action, "").statusCode()).isEqualTo(200);
  }

  @Test
  void introspectionTellsTheScopeAndLeavesOutWhatItForbids() {
    JsonObject answer = ApiServer.json(scoped("GET", "/api/v1/auth/introspect", ""));
    assertThat(answer.getJsonArray("scopes")).containsExactly("a1", "a3");
    assertThat(answer.getJsonArray("permissions"))
        .contains("executeAutomation", "listAutomations")
        .doesNotContain("createAutomation", "listSystemLogEvents");
    assertThat(ApiServer.json(server.get("/api/v1/auth/introspect")).getJsonArray("scopes"))
        .isEmpty();
  }

  private static HttpResponse<String> search(String what, String body) {
    return scoped("POST", "/api/v1/search/" + what, body);
  }

  private static HttpResponse<String> scoped(String method, String path, String body) {
    return server.send(
        server.request(method, path, body).header("Authorization", "Bearer admin:a1,a3"));
  }

  private static Stream<String> ids(HttpResponse<String> response, String list) {
    assertThat(response.statusCode()).isEqualTo(200);
    return objects(ApiServer.json(response).getJsonArray(list)).map(row -> row.getString("id"));
  }

  private static Stream<String> executions(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return objects(ApiServer.json(response).getJsonArray("list"))
        .map(row -> row.getJsonObject("automationExecution").getString("id"));
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }
}
