package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.api.http.route.AccessRule;
import io.spillway.api.http.route.ApiContract;
import io.spillway.contract.Document;
import io.spillway.contract.DocumentedOperation;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.webhook.TestCallbacks;
import io.spillway.engine.worker.JobReport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server matches its OpenAPI document. */
class ApiContractTest {
  private static final String LEASE =
      new LeaseTokens(new byte[32]).issue(new JobReport.Lease("a1", 1, 0, 1));
  private static final Map<String, String> BODIES =
      Map.of(
          "resolvePausedExecutions", "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\"}",
          "searchAutomationVersions", "{\"automationTemplateId\":\"a1\"}",
          "searchAutomationVersionsFormerly", "{\"automationTemplateId\":\"a1\"}",
          "createWebhook", "{\"displayName\":\"New\",\"url\":\"https://hooks.example/a\"}",
          "updateWebhook", "{\"webhook\":{\"displayName\":\"Other\"}}",
          "createClient", "{\"displayName\":\"New\",\"roles\":[\"viewer\"]}",
          "createAutomation", "{\"displayName\":\"New\",\"triggers\":[{\"manual\":{}}]}",
          "updateAutomation", "{\"automation\":{\"displayName\":\"Other\"}}",
          "executeAutomation", "{\"context\":{\"context\":{\"a\":1}}}");

  private static final Map<String, String> JOB_BODIES =
      Map.of(
          "activateJobs", "{\"types\":[\"t\"],\"worker\":\"w\",\"maxJobs\":2,\"lease\":\"30s\"}",
          "reportJobs",
              "{\"worker\":\"w\",\"reports\":[{\"lease\":\"" + LEASE + "\",\"release\":{}}]}",
          "extendJob", "{\"lease\":\"30s\"}");

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
    server.executions.add(1, "a1", ExecutionState.DONE, "{\"user_id\":\"u1\"}");
    server.executions.add(2, "a1", ExecutionState.WAITING, "{}");
    server.store.resolutions.add(ApiSamples.running("r1"));
    server.store.resolutions.add(ApiSamples.finished("r2"));
    server.store.events.addAll(ApiSamples.events(3));
    server.router.breaker("a1", ApiSamples.TRIPPED);
    server.jobIndex.update("a1", Map.of("t", new JobDepth(1, 2, 1_000)));
    server.router.leasing = (id, command) -> new LeasedSteps(List.of(ApiSamples.leased(1)));
    server.router.running = java.util.Optional.of(ApiSamples.running("r1"));
  }

  @Test
  void everyOperationOfTheDocumentHasAHandlerAndViceVersa() {
    assertThat(server.api.operationIds())
        .containsExactlyInAnyOrderElementsOf(
            server.contract.contract().operations().stream()
                .map(Operation::getOperationId)
                .toList());
  }

  @Test
  void everyOperationUnderTheApiAsksForARoleAndNoOtherDoes() {
    for (Operation operation : server.contract.contract().operations()) {
      assertThat(ApiContract.requiredRole(operation).isPresent())
          .as(operation.getOperationId())
          .isEqualTo(
              operation.getOpenAPIPath().startsWith("/api/v1/")
                  // The URL is the credential.
                  && !operation.getOperationId().equals("receiveWebhookCallback"));
    }
  }

  @Test
  void changesAskForMoreThanAViewer() {
    assertThat(
            server.contract.accessRules().stream()
                .filter(access -> access.required() != Role.VIEWER)
                .collect(Collectors.toMap(AccessRule::operation, AccessRule::required)))
        .containsOnly(
            Map.entry("createAutomation", Role.ADMIN),
            Map.entry("updateAutomation", Role.ADMIN),
            Map.entry("deleteAutomation", Role.ADMIN),
            Map.entry("createWebhook", Role.ADMIN),
            Map.entry("listWebhooks", Role.ADMIN),
            Map.entry("getWebhook", Role.ADMIN),
            Map.entry("updateWebhook", Role.ADMIN),
            Map.entry("deleteWebhook", Role.ADMIN),
            Map.entry("testWebhook", Role.ADMIN),
            Map.entry("rotateWebhookSecret", Role.ADMIN),
            Map.entry("listWebhookDeliveries", Role.ADMIN),
            Map.entry("searchWebhooks", Role.ADMIN),
            Map.entry("createClient", Role.ADMIN),
            Map.entry("listClients", Role.ADMIN),
            Map.entry("getClient", Role.ADMIN),
            Map.entry("rotateClient", Role.ADMIN),
            Map.entry("revokeClient", Role.ADMIN),
            Map.entry("clearCircuitBreaker", Role.ADMIN),
            Map.entry("resolvePausedExecutions", Role.ADMIN),
            Map.entry("activateJobs", Role.WORKER),
            Map.entry("reportJobs", Role.WORKER),
            Map.entry("completeJob", Role.WORKER),
            Map.entry("failJob", Role.WORKER),
            Map.entry("extendJob", Role.WORKER),
            Map.entry("releaseJob", Role.WORKER),
            Map.entry("executeAutomation", Role.OPERATOR),
            Map.entry("terminateAutomationExecution", Role.OPERATOR),
            Map.entry("retryAutomationExecution", Role.OPERATOR));
  }

  @Test
  void everyOperationRefusesACallerWithoutTheRoleItAsksFor() {
    for (Operation operation : server.contract.contract().operations()) {
      Optional<AccessRule> rule = ApiContract.access(operation);
      for (Role role : Role.values()) {
        reset();
        HttpResponse<String> response =
            server.send(request(operation).setHeader("Authorization", "Bearer " + role.wireName()));
        assertThat(response.statusCode())
            .as("%s as %s: %s", operation.getOperationId(), role, response.body())
            .isEqualTo(isPermitted(rule, role) ? successOf(operation) : 403);
      }
    }
  }

  private static boolean isPermitted(Optional<AccessRule> rule, Role role) {
    return rule.map(access -> access.permits(new Caller("c", "c", role, AutomationScope.ALL)))
        .orElse(true);
  }

  @Test
  void aWorkerReadsItselfAndTheTypesOfJobsAndNothingElse() {
    Caller worker = new Caller("w", "w", Role.WORKER, AutomationScope.ALL);

    assertThat(
            server.contract.accessRules().stream()
                .filter(rule -> rule.required() != Role.WORKER && rule.permits(worker))
                .map(AccessRule::operation))
        .containsExactlyInAnyOrder("introspect", "listJobTypes");
  }

  @Test
  void everyOperationUnderTheApiRefusesACallerWithoutAToken() {
    for (Operation operation : server.contract.contract().operations()) {
      HttpResponse<String> response = server.send(request(operation));
      boolean open = ApiContract.requiredRole(operation).isEmpty();
      assertThat(response.statusCode())
          .as(operation.getOperationId())
          .isEqualTo(open ? successOf(operation) : 401);
    }
  }

  @Test
  void everyAnswerIsValidByTheDocument() {
    ResponseValidator validator =
        ResponseValidator.create(server.vertx, server.contract.contract());
    for (Operation operation : server.contract.contract().operations()) {
      reset();
      HttpResponse<String> response =
          server.send(request(operation).setHeader("Authorization", "Bearer admin"));
      if (successOf(operation) == 302) {
        continue;
      }
      String type = response.headers().firstValue("Content-Type").orElseThrow();
      if (!type.equals("application/json")) {
        continue;
      }
      ApiServer.await(
          validator
              .validate(
                  ValidatableResponse.create(
                      response.statusCode(), Buffer.buffer(response.body()), type),
                  operation.getOperationId())
              .recover(
                  e ->
                      io.vertx.core.Future.failedFuture(
                          new AssertionError(
                              operation.getOperationId() + ": " + response.body(), e))));
    }
  }

  /**
   * The responses themselves are checked against the document by the client of {@link ApiServer}.
   */
  @Test
  void everyOperationSucceedsAndFailsAsTheDocumentSays() {
    for (DocumentedOperation documented : Document.load().operations()) {
      Operation operation = server.contract.contract().operation(documented.id());
      reset();
      HttpResponse<String> success =
          server.send(request(operation).setHeader("Authorization", "Bearer admin"));
      assertThat(success.statusCode())
          .as(
              "%s lacks a sample request that succeeds, see BODIES and request(): %s",
              documented.id(), success.body())
          .isEqualTo(successOf(operation));
      if (documented.answers().keySet().stream().anyMatch(status -> status / 100 == 4)) {
        assertFails(operation, documented);
      }
    }
  }

  private static void assertFails(Operation operation, DocumentedOperation documented) {
    HttpResponse<String> failure = server.send(wrongRequest(operation, documented));
    assertThat(failure.statusCode())
        .as("%s with a wrong request: %s", documented.id(), failure.body())
        .isBetween(400, 499)
        .isIn(documented.answers().keySet());
  }

  /** A request for a missing object, with an invalid body, or without a token. */
  private static HttpRequest.Builder wrongRequest(
      Operation operation, DocumentedOperation documented) {
    String path = documented.path();
    if (documented.secured() && !path.contains("{") && documented.bodies().isEmpty()) {
      return request(operation);
    }
    if (documented.bodies().containsKey("application/x-www-form-urlencoded")) {
      return server
          .request(documented.method(), path, "a=" + "b".repeat(70_000))
          .setHeader("Content-Type", "application/x-www-form-urlencoded");
    }
    String body = documented.bodies().isEmpty() ? "" : path.contains("{") ? "{}" : "[]";
    return server
        .request(documented.method(), path.replaceAll("\\{[^}]*\\}", "404"), body)
        .setHeader("Authorization", "Bearer admin");
  }

  @Test
  void theDocumentIsServed() {
    HttpResponse<String> response = server.send(server.request("GET", "/openapi.yaml", ""));
    assertThat(response.headers().firstValue("Content-Type")).contains("application/yaml");
    assertThat(response.body()).startsWith("openapi: 3.1.0");
  }

  private static int successOf(Operation operation) {
    return operation.getOperationId().equals("startProviderSignIn") ? 302 : 200;
  }

  private static HttpRequest.Builder request(Operation operation) {
    String path =
        operation
            .getOpenAPIPath()
            .replace("automations/{id}", "automations/a1")
            .replace("executions/{id}", "executions/1")
            .replace("clients/{id}", "clients/c1")
            .replace("{lease}", LEASE)
            .replace("webhooks/{id}", "webhooks/w1")
            .replace("{token}", TestCallbacks.token(server.webhooks, 1))
            .replace("{resolutionId}", "r2");
    if (path.endsWith("/token")) {
      return server
          .request("POST", path, "grant_type=client_credentials&client_id=c1")
          .setHeader("Content-Type", "application/x-www-form-urlencoded");
    }
    if (operation.getOperationId().equals("startProviderSignIn")) {
      return server.request("GET", path + "?" + SignInTest.QUERY, "");
    }
    String none = operation.getHttpMethod().equals(HttpMethod.POST) ? "{}" : "";
    return server.request(
        operation.getHttpMethod().name(),
        path,
        JOB_BODIES.getOrDefault(
            operation.getOperationId(), BODIES.getOrDefault(operation.getOperationId(), none)));
  }
}
