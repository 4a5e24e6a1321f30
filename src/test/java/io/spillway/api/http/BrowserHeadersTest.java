package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.http.server.HttpSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserHeadersTest {
  private static final String ORIGIN = "https://flow.example";
  private static final String LIST = "/api/v1/automations";

  private static ApiServer closed;
  private static ApiServer open;

  @BeforeAll
  static void start() {
    closed = new ApiServer();
    open =
        new ApiServer(
            new HttpSettings(
                "127.0.0.1", 0, Optional.empty(), Set.of(ORIGIN), Duration.ofSeconds(30)),
            100);
  }

  @AfterAll
  static void stop() {
    closed.close();
    open.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, "/api/v1/nothing", "/nothing", "/health/live", "/openapi.yaml"})
  void noAnswerIsStoredOrGuessedAt(String path) {
    HttpResponse<String> response = closed.get(path);
    assertThat(header(response, "X-Content-Type-Options")).contains("nosniff");
    assertThat(header(response, "Cache-Control")).isPresent();
  }

  @Test
  void answersOfTheApiAreNotStoredAlsoWhenTheyAreErrors() {
    assertThat(header(closed.get(LIST), "Cache-Control")).contains("no-store");
    assertThat(header(closed.get(LIST + "/none"), "Cache-Control")).contains("no-store");
    assertThat(header(closed.send(closed.request("GET", LIST, "")), "Cache-Control"))
        .contains("no-store");
  }

  @ParameterizedTest
  @CsvSource({"/docs, default-src 'none'; script-src 'self'", "/openapi.yaml, default-src 'self'"})
  void pagesLoadOnlyFromHereAndStandInNoFrame(String path, String policy) {
    HttpResponse<String> response = closed.get(path);
    assertThat(response.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .startsWith(policy + ";")
        .contains("frame-ancestors 'none'");
    assertThat(header(response, "Referrer-Policy")).contains("no-referrer");
    assertThat(header(response, "X-Frame-Options")).contains("DENY");
  }

  @Test
  void aServerWithoutTlsDoesNotAskForIt() {
    assertThat(header(closed.get(LIST), "Strict-Transport-Security")).isEmpty();
  }

  @Test
  void noOriginIsToldAnythingUnlessItIsListed() {
    HttpResponse<String> response =
        closed.send(
            closed
                .request("GET", LIST, "")
                .header("Authorization", "Bearer admin")
                .header("Origin", ORIGIN));
    assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://flow.example.evil.example",
        "https://evil.example",
        "http://flow.example",
        "https://flow.example:8443",
        "https://FLOW.example",
        "null",
      })
  void anOriginThatIsNotListedExactlyIsToldNothing(String origin) {
    HttpResponse<String> response =
        open.send(
            open.request("OPTIONS", LIST, "")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET"));
    assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-"));
    assertThat(header(response, "Vary").map(String::toLowerCase)).contains("origin");
  }

  @Test
  void aListedOriginMayReadAnswersAlsoRefusals() {
    HttpResponse<String> response =
        open.send(open.request("GET", LIST, "").header("Origin", ORIGIN));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(header(response, "Access-Control-Allow-Origin")).contains(ORIGIN);
    assertThat(header(response, "Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void aListedOriginIsToldWhatItMaySend() {
    HttpResponse<String> response =
        open.send(
            open.request("OPTIONS", LIST + "/a1/execute", "")
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST"));
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(header(response, "Access-Control-Allow-Methods").orElseThrow()).contains("POST");
    assertThat(header(response, "Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "Idempotency-Key");
  }

  private static Optional<String> header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name);
  }
}
