package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A misspelt field is refused before anything is done, never ignored. */
class UnknownFieldsTest {
  @RegisterExtension private static final ApiServer SERVER = new ApiServer();

  private static final String A1 = "/api/v1/automations/a1";
  private static final String BREAKER = A1 + "/circuit_breaker";

  @ParameterizedTest
  @CsvSource({
    "reviewtoken,reviewToken",
    "review_Token,reviewToken",
    "reviewTokens,reviewToken",
    "revewToken,reviewToken",
    "ReviewToken,reviewToken",
    "review_token_,reviewToken",
    "Reason,reason",
  })
  void aNearMissOnAnOperationOfC1IsRefused(String given, String known) {
    HttpResponse<String> answer =
        SERVER.post(
            BREAKER + "/resolve_paused",
            "{\"decision\":\"PAUSED_EXECUTION_DECISION_CANCEL\",\"" + given + "\":\"x\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(ApiServer.json(answer).getString("message"))
        .isEqualTo("unknown field \"" + given + "\", did you mean " + known);
    assertThat(SERVER.router.commands).isEmpty();
  }

  @Test
  void otherUnknownFieldsOfC1AreIgnored() {
    assertThat(
            SERVER
                .post(
                    BREAKER + "/resolve_paused",
                    "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\",\"priority\":1}")
                .statusCode())
        .isEqualTo(200);
    assertThat(SERVER.get("/api/v1/automations?expand=1").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "contextEqual,contextEquals",
    "createdsince,createdSince",
    "created_Until,createdUntil",
    "contextContains,contextEquals",
    "x,pageSize",
  })
  void everyUnknownFieldOnAnOperationOfOursIsRefused(String given, String nearest) {
    HttpResponse<String> answer =
        SERVER.post(BREAKER + "/paused/search", "{\"" + given + "\":\"2026-01-31T12:00:00Z\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(ApiServer.json(answer).getString("message"))
        .startsWith("unknown field \"" + given + "\", did you mean ")
        .endsWith(given.equals("x") ? "" : nearest);
    assertThat(SERVER.paused.filters).isEmpty();
  }

  @Test
  void snakeCaseIsKnown() {
    assertThat(
            SERVER
                .post(
                    BREAKER + "/paused/search",
                    "{\"created_since\":\"2026-01-31T12:00:00Z\",\"context_equals\":{\"createdsince\":1}}")
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BREAKER + "/resolutions?pagesize=1",
        BREAKER + "/resolutions?state=DONE",
        "/api/v1/clients?page=2",
        "/api/v1/systemlog/export?untl=2026-01-31T12:00:00Z",
        "/api/v1/automations?pagesize=1",
      })
  void theQueryIsCheckedToo(String path) {
    HttpResponse<String> answer = SERVER.get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("unknown field", "did you mean");
  }

  @Test
  void knownQueriesArePassed() {
    assertThat(SERVER.get(BREAKER + "/resolutions?page_size=1&pageToken=").statusCode())
        .isEqualTo(200);
  }

  @Test
  void clientsTakeNoUnknownFields() {
    HttpResponse<String> answer =
        SERVER.post(
            "/api/v1/clients", "{\"displayName\":\"a\",\"roles\":[\"viewer\"],\"scope\":[\"a1\"]}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("did you mean scopes");
  }

  @Test
  void nestedMessagesAreChecked() {
    HttpResponse<String> answer =
        SERVER.post(A1, "{\"automation\":{\"circuitBreakermax\":5,\"displayName\":\"x\"}}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("automation.circuitBreakermax", "automation.circuitBreakerMax");
  }

  @Test
  void freeFormObjectsMayHaveAnyMember() {
    assertThat(
            SERVER
                .post(
                    A1,
                    "{\"automation\":{\"annotations\":{\"isdraft\":\"a\"},"
                        + "\"context\":{\"context\":{\"Context\":1}}}}")
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"Context\":{}}", "{\"contexts\":{}}", "{\"context\":{\"Context\":{}}}"})
  void aMisspeltContextIsRefused(String body) {
    HttpResponse<String> answer = SERVER.post(A1 + "/execute", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("did you mean context");
    assertThat(SERVER.router.commands).isEmpty();
  }
}
