package io.spillway.demo;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An authenticated client of the HTTP API. Blocks; thread-safe. */
final class ApiClient {
  private static final int OK = 200;

  /** Longer than any response takes, also for resolving a million executions. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final HttpClient http;
  private final String url;
  private final String bearer;

  private ApiClient(HttpClient http, String url, String bearer) {
    this.http = http;
    this.url = url;
    this.bearer = bearer;
  }

  /** Exchanges {@code credentials} for an access token. */
  static ApiClient signIn(String url, Credentials credentials) throws InterruptedException {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/auth/v1/token"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(credentials.form()))
            .build();
    JsonObject token = send(http, request);
    return new ApiClient(http, url, "Bearer " + token.getString("access_token"));
  }

  /** Sends GET to {@code path}. */
  JsonObject get(String path) throws InterruptedException {
    return send(http, request(path).GET().build());
  }

  /** Sends {@code body} by POST to {@code path}. */
  JsonObject post(String path, JsonObject body) throws InterruptedException {
    return send(
        http,
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()))
            .build());
  }

  String url() {
    return url;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(TIMEOUT)
        .header("Authorization", bearer);
  }

  private static JsonObject send(HttpClient http, HttpRequest request) throws InterruptedException {
    String what = request.method() + " " + request.uri();
    for (int attempt = 1; ; attempt++) {
      HttpResponse<String> response;
      try {
        response = http.send(request, BodyHandlers.ofString());
      } catch (IOException e) {
        throw new DemoException(what + " failed: " + e, e);
      }
      Optional<Duration> wait = RetryAfter.DEFAULT.afterAttempt(attempt, response);
      if (wait.isEmpty()) {
        return objectOf(what, response);
      }
      pause(wait.get());
    }
  }

  private static JsonObject objectOf(String what, HttpResponse<String> response) {
    if (response.statusCode() != OK) {
      throw new DemoException(
          "%s was answered with %d %s".formatted(what, response.statusCode(), response.body()));
    }
    try {
      return new JsonObject(response.body());
    } catch (DecodeException e) {
      throw new DemoException(what + " was answered with a body that is not a JSON object", e);
    }
  }

  private static void pause(Duration wait) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }
}
