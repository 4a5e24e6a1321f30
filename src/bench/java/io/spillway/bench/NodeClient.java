package io.spillway.bench;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.Backlog;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A node by its HTTP interface, signed in over connections that are kept. */
final class NodeClient {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int OK = 200;
  private static final int TOGETHER = 16;

  private final HttpClient http;
  private final URI url;
  private final String token;

  private NodeClient(HttpClient http, URI url, String token) {
    this.http = http;
    this.url = url;
    this.token = token;
  }

  static NodeClient signIn(URI url, Path credentials) {
    try {
      JsonObject client = new JsonObject(Files.readString(credentials));
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      String form =
          "grant_type=client_credentials&client_id="
              + encoded(client.getString("clientId"))
              + "&client_secret="
              + encoded(client.getString("clientSecret"));
      HttpRequest request =
          HttpRequest.newBuilder(url.resolve("/auth/v1/token"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(form))
              .build();
      return new NodeClient(http, url, send(http, request).getString("access_token"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  URI url() {
    return url;
  }

  String token() {
    return token;
  }

  JsonObject get(String path) {
    return send(http, request(path).GET().build());
  }

  /** Reads so many paths that one after the other would take too long. */
  void getAll(List<String> paths) {
    Deque<CompletableFuture<HttpResponse<String>>> underWay = new ArrayDeque<>();
    for (String path : paths) {
      underWay.add(http.sendAsync(request(path).GET().build(), BodyHandlers.ofString()));
      if (underWay.size() == TOGETHER) {
        checked(underWay.remove().join());
      }
    }
    underWay.forEach(answer -> checked(answer.join()));
  }

  JsonObject post(String path, JsonObject body) {
    return send(
        http,
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()))
            .build());
  }

  /** Creates an automation that admits {@code max} executions an hour; answers its id. */
  String createAutomation(String name, long max) {
    return post(
            "/api/v1/automations",
            new JsonObject()
                .put("displayName", name)
                .put("enabled", true)
                .put("runner", ApiCalls.EXTERNAL)
                .put("circuitBreakerMax", max)
                .put("circuitBreakerPeriod", "CIRCUIT_BREAKER_PERIOD_HOUR"))
        .getJsonObject("automation")
        .getString("id");
  }

  /** What is known of an automation's breaker; brings the automation into memory. */
  JsonObject breaker(String automationId) {
    return get("/api/v1/automations/" + automationId + "/circuit_breaker");
  }

  /** Reads every segment of a backlog, so that all are in the memory of the node. */
  void load(Backlog backlog) {
    breaker(backlog.automationId());
    getAll(
        IntStream.range(0, backlog.segments())
            .mapToObj(index -> "/api/v1/automation_executions/" + backlog.executionId(index, 0))
            .toList());
  }

  /**
   * Resolves the paused executions of an automation.
   *
   * @return how long the answer took, in nanoseconds
   * @throws IllegalStateException if it did not move as many as expected
   */
  long resolve(String automationId, String decision, long expected) {
    JsonObject order = new JsonObject().put("decision", "PAUSED_EXECUTION_DECISION_" + decision);
    long start = System.nanoTime();
    JsonObject answer =
        post("/api/v1/automations/" + automationId + "/circuit_breaker/resolve_paused", order);
    long nanos = System.nanoTime() - start;
    if (answer.getLong("pausedCount") != expected || answer.getLong("erroredCount") != 0) {
      throw new IllegalStateException(
          "resolving " + expected + " executions was answered with " + answer.encode());
    }
    return nanos;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private static JsonObject send(HttpClient http, HttpRequest request) {
    try {
      return checked(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  private static JsonObject checked(HttpResponse<String> response) {
    if (response.statusCode() != OK) {
      throw new IllegalStateException(
          response.uri() + " was answered with " + response.statusCode() + " " + response.body());
    }
    return new JsonObject(response.body());
  }
}
