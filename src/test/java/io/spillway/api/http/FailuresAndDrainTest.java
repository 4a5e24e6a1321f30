package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.automation.Refusal;
import io.spillway.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults, limits, draining, health and metrics of one node. */
class FailuresAndDrainTest {
  private static final String EXECUTE = "/api/v1/automations/a1/execute";

  private ApiServer server;

  @BeforeEach
  void start() {
    server = new ApiServer(1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, 400, 3",
    "FAILED_PRECONDITION, 400, 9",
    "UNAUTHENTICATED, 401, 16",
    "PERMISSION_DENIED, 403, 7",
    "NOT_FOUND, 404, 5",
    "ALREADY_EXISTS, 409, 6",
    "ABORTED, 409, 10",
    "RESOURCE_EXHAUSTED, 429, 8",
    "UNAVAILABLE, 503, 14"
  })
  void aRefusalHasItsStatusAndCode(Refusal.Reason reason, int status, int code) {
    server.router.failure = Optional.of(new Refusal(reason, "because").asException());
    HttpResponse<String> response = server.post(EXECUTE, "");
    BadInputTest.assertRefused(response, status, code, "because");
    assertThat(response.headers().firstValue("Retry-After").isPresent())
        .isEqualTo(status == 429 || status == 503);
    assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(status == 401);
  }

  @Test
  void aRefusalSaysWhenToTryAgain() {
    server.router.failure =
        Optional.of(
            new Refusal(Refusal.Reason.RESOURCE_EXHAUSTED, "tomorrow", 3_600).asException());

    HttpResponse<String> response = server.post(EXECUTE, "");

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("3600");
  }

  @Test
  void aStoreThatFailsIsUnavailableAndTellsNoInternals() {
    server.store.failing = true;
    HttpResponse<String> response = server.get("/api/v1/automations/a1");
    BadInputTest.assertRefused(response, 503, 14, "try again");
    assertThat(response.body()).doesNotContain("secret-host");
    assertThat(response.headers().firstValue("Retry-After")).contains("1");

    server.router.failure = Optional.of(new StoreException("disk full on secret-host"));
    BadInputTest.assertRefused(server.post(EXECUTE, ""), 503, 14, "try again");
  }

  @Test
  void aStoreThatFailsBelowOtherStagesIsUnavailable() {
    server.router.failure =
        Optional.of(new CompletionException(new StoreException("connection cut")));

    BadInputTest.assertRefused(server.post(EXECUTE, ""), 503, 14, "try again");
  }

  @Test
  void anOwnerOutOfReachIsUnavailable() {
    server.router.failure = Optional.of(new ReplyException(ReplyFailure.TIMEOUT, "no reply"));
    BadInputTest.assertRefused(server.post(EXECUTE, ""), 503, 14, "try again");
  }

  @Test
  void aFaultIsInternalAndTellsNothing() {
    server.router.failure = Optional.of(new IllegalStateException("secret-path"));
    HttpResponse<String> response = server.post(EXECUTE, "");
    BadInputTest.assertRefused(response, 500, 13, "internal error");
    assertThat(response.body()).doesNotContain("secret-path");
  }

  @Test
  void moreRequestsThanTheNodeWorksOnAreRefused() {
    Promise<Void> hold = Promise.promise();
    server.router.before = (id, command) -> hold.future();
    CompletableFuture<HttpResponse<String>> first = sendAsync();
    await().until(() -> server.gate.inFlight() == 1);

    HttpResponse<String> second = server.post(EXECUTE, "");
    BadInputTest.assertRefused(second, 503, 14, "limit of concurrent requests");
    assertThat(second.headers().firstValue("Retry-After")).contains("1");
    assertThat(server.send(server.request("GET", "/health/live", "")).statusCode()).isEqualTo(200);

    hold.complete();
    assertThat(first.join().statusCode()).isEqualTo(200);
    await().until(() -> server.gate.inFlight() == 0);
    assertThat(server.post(EXECUTE, "").statusCode()).isEqualTo(200);
  }

  @Test
  void aDrainWaitsForWhatIsInFlightAndRefusesTheRest() {
    Promise<Void> hold = Promise.promise();
    server.router.before = (id, command) -> hold.future();
    CompletableFuture<HttpResponse<String>> first = sendAsync();
    await().until(() -> server.gate.inFlight() == 1);

    Future<Void> drained = server.gate.drain();

    assertThat(drained.isComplete()).isFalse();
    HttpResponse<String> refused = server.post(EXECUTE, "");
    BadInputTest.assertRefused(refused, 503, 14, "shutting down");
    assertThat(refused.headers().firstValue("Connection")).contains("close");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    BadInputTest.assertRefused(
        server.send(server.request("POST", "/auth/v1/token", "")), 503, 14, "shutting down");
    assertThat(server.send(server.request("GET", "/metrics", "")).statusCode()).isEqualTo(200);
    hold.complete();
    assertThat(first.join().statusCode()).isEqualTo(200);
    ApiServer.await(drained);
  }

  @Test
  void aRequestThatWasArrivingWhenTheDrainBeganIsAnswered() throws IOException {
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nConnection: close\r\n"
                .formatted(EXECUTE)
            + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");

      Future<Void> drained = server.gate.drain();

      assertThat(drained.isComplete()).isFalse();
      socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200");
      ApiServer.await(drained);
    }
  }

  @Test
  void aDrainOfAnIdleNodeIsOverAtOnce() {
    assertThat(server.gate.drain().isComplete()).isTrue();
    assertThat(server.gate.drain().isComplete()).isTrue();
  }

  @Test
  void readinessIsToldWithItsReasons() {
    HttpResponse<String> up = server.send(server.request("GET", "/health/ready", ""));
    assertThat(up.statusCode()).isEqualTo(200);
    server.readiness = new Readiness(false, Map.of("store", "disk full", "cluster", "UP"));
    HttpResponse<String> down = server.send(server.request("GET", "/health/ready", ""));
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(ApiServer.json(down))
        .isEqualTo(
            new JsonObject()
                .put("status", "DOWN")
                .put("checks", new JsonObject().put("cluster", "UP").put("store", "disk full")));
  }

  @Test
  void requestsAreTimedByOperationMethodAndStatus() {
    server.post(EXECUTE, "");
    server.post("/api/v1/automations/none/execute", "");
    server.send("PROPFIND", "/nowhere/at/all", "");
    await().until(() -> server.gate.inFlight() == 0);
    String metrics = server.send(server.request("GET", "/metrics", "")).body();
    assertThat(metrics)
        .contains(count("POST", "executeAutomation", 200))
        .contains(count("POST", "executeAutomation", 404))
        .contains(count("OTHER", "unknown", 404))
        .doesNotContain("PROPFIND");
  }

  private static String count(String method, String route, int status) {
    return "spillway_http_requests_seconds_count{method=\""
        + method
        + "\",route=\""
        + route
        + "\",status=\""
        + status
        + "\"} 1";
  }

  private CompletableFuture<HttpResponse<String>> sendAsync() {
    return server
        .client()
        .sendAsync(
            server.request("POST", EXECUTE, "{}").header("Authorization", "Bearer admin").build(),
            BodyHandlers.ofString());
  }
}
