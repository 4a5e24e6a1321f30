package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionState;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid requests and their error messages. */
class BadInputTest {
  private static final String EXECUTE = "/api/v1/automations/a1/execute";
  private static final String RESOLVE = "/api/v1/automations/a1/circuit_breaker/resolve_paused";
  private static final String RUN = "\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\"";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"context\":",
        "{\"context\":{\"context\":{\"a\":tru}}}",
        "{\"context\":{\"context\":{\"a\":01}}}",
        "{\"context\":{\"context\":{\"a\":NaN}}}",
        "{} {}",
        "{\"context\":{}}}",
        "{'context':{}}",
        "{\"context\":{\"context\":{\"a\":\"\\x\"}}}"
      })
  void malformedJsonIsRefused(String body) {
    assertRefused(server.post(EXECUTE, body), 400, 3, "the body");
    assertRefused(server.post(RESOLVE, body), 400, 3, "the body");
    assertThat(server.router.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "17", "true"})
  void aBodyThatIsNoObjectIsRefused(String body) {
    assertRefused(server.post(EXECUTE, body), 400, 3, "an object", "{\"context\"");
    assertRefused(server.post(RESOLVE, body), 400, 3, "must be an object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"displayName\":7} | displayName is a number, must be a string",
        "{\"enabled\":\"yes\"} | enabled is a string, must be true or false",
        "{\"annotations\":{\"a\":1}} | annotations.a is a number, must be a string",
        "{\"annotations\":[]} | annotations is an array, must be an object",
        "{\"triggers\":{}} | triggers is an object, must be an array",
        "{\"triggers\":[1]} | triggers[0] is a number, must be an object",
        "{\"context\":{\"context\":[]}} | context.context is an array, must be an object",
        "{\"context\":3} | context is a number, must be an object",
        "{\"context\":{\"user_id\":\"u\"}} | context contains \"user_id\" and no context, must"
            + " wrap",
        "{\"context\":{\"context\":null,\"user_id\":null}} | context contains \"user_id\"",
        "{\"circuitBreakerMax\":{}} | circuitBreakerMax is an object",
        "{\"circuitBreakerMax\":1.5} | circuitBreakerMax is 1.5, must be an integer from 0",
        "{\"circuitBreakerMax\":\"x\"} | circuitBreakerMax is \"x\"",
        "{\"circuitBreakerMax\":-1} | circuitBreakerMax is -1, must be an integer from 0",
        "{\"circuitBreakerMax\":4294967296} | to 4294967295",
        "{\"circuitBreakerMax\":1e999999999} | circuitBreakerMax is",
        "{\"circuitBreakerMax\":5} | circuitBreakerPeriod is missing",
        "{\"circuitBreakerPeriod\":\"HOUR\"} | CIRCUIT_BREAKER_PERIOD_HOUR",
        "{\"runner\":5} | runner is a number, must be an object",
        "{\"runner\":{\"mode\":\"BOTH\"}} | runner.mode is \"BOTH\", must be BUILT_IN, EXTERNAL",
        "{\"runner\":{\"maxConcurrent\":0}} | runner.maxConcurrent is 0, must be an integer from 1"
            + " to 10000",
        "{\"runner\":{\"maxPerSecond\":100001}} | runner.maxPerSecond is 100001, must be an integer"
            + " from 0 to 100000",
        "{\"runner\":{\"maxConcurent\":5}} | did you mean runner.maxConcurrent",
        "{\"displayName\":\"a\",\"displayName\":\"b\"} | \"displayName\" is given twice"
      })
  void anAutomationWithAWrongFieldIsRefused(String body, String message) {
    assertRefused(server.post("/api/v1/automations", body), 400, 3, message);
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void anAutomationWithTooLongANameIsRefused() {
    String body = new JsonObject().put("displayName", "n".repeat(257)).encode();
    assertRefused(
        server.post("/api/v1/automations", body), 400, 3, "displayName has 257 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"context\":{},\"context\":{}}",
        "{\"context\":{\"context\":{},\"context\":{}}}",
        "{\"context\":{\"context\":{\"a\":1,\"a\":1}}}",
        "{\"context\":{\"context\":{\"b\":[{\"a\":1,\"c\":2,\"\\u0061\":3}]}}}",
        "{\"other\":{\"a\":1,\"a\":1}}"
      })
  void aTriggerWithAMemberTwiceIsRefusedHoweverDeepItIs(String body) {
    assertRefused(server.post(EXECUTE, body), 400, 3, "given twice at line 1, column");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void aBodyOverOneMebibyteIsRefused() {
    String frame = "{\"context\":{\"context\":{\"a\":\"\"}}}";
    String fits = frame.replace("\"\"", '"' + "x".repeat((1 << 20) - frame.length()) + '"');
    assertThat(fits).hasSize(1 << 20);
    assertThat(server.post(EXECUTE, fits).statusCode()).isEqualTo(200);
    assertRefused(server.post(EXECUTE, fits + " "), 413, 8, "1048576 bytes");
  }

  @Test
  void aChunkedBodyOverOneMebibyteIsRefused() {
    byte[] tooLarge = " ".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> response =
        server.send(
            server
                .request("POST", EXECUTE, "{}")
                .header("Authorization", "Bearer admin")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(tooLarge))));
    assertRefused(response, 413, 8, "1048576 bytes");
  }

  @Test
  void aContextOfSixtyFourLevelsIsTakenAndOneOfSixtyFiveIsNot() {
    assertThat(server.post(EXECUTE, wrapped(64)).statusCode()).isEqualTo(200);
    assertRefused(server.post(EXECUTE, wrapped(65)), 400, 3, "64 levels");
    assertRefused(server.post(EXECUTE, wrapped(20_000)), 400, 3, "64 levels");

    String create = "/api/v1/automations";
    assertThat(server.post(create, wrapped(64)).statusCode()).isEqualTo(200);
    assertRefused(server.post(create, wrapped(65)), 400, 3, "must be at most 64");
    String update = create + "/a1";
    assertThat(server.post(update, "{\"automation\":" + wrapped(64) + "}").statusCode())
        .isEqualTo(200);
    assertRefused(server.post(update, "{\"automation\":" + wrapped(65) + "}"), 400, 3, "64 levels");
  }

  @Test
  void invalidUtf8IsRefused() {
    for (byte[] bytes :
        List.of(
            latin("{\"context\":{\"context\":{\"a\":\"\u00e9\"}}}"),
            latin("{\"context\":{\"context\":{\"a\":\"\u00c0\u0080\"}}}"),
            "{\"context\":{}}".getBytes(StandardCharsets.UTF_16BE),
            "{\"context\":{}}".getBytes(StandardCharsets.UTF_16LE))) {
      HttpResponse<String> response =
          server.send(
              server
                  .request("POST", EXECUTE, "{}")
                  .header("Authorization", "Bearer admin")
                  .POST(BodyPublishers.ofByteArray(bytes)));
      assertRefused(response, 400, 3, "UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "{\"decision\":null}",
        "{\"decision\":\"PAUSED_EXECUTION_DECISION_UNSPECIFIED\"}",
        "{\"decision\":\"RUN\"}",
        "{\"decision\":\"PAUSED_EXECUTION_DECISION_LATER\"}"
      })
  void aMissingOrUnknownDecisionIsRefused(String body) {
    assertRefused(
        server.post(RESOLVE, body),
        400,
        3,
        "decision",
        "PAUSED_EXECUTION_DECISION_RUN, PAUSED_EXECUTION_DECISION_CANCEL");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void aReasonIsMeasuredInBytesOfUtf8() {
    String fits = "é".repeat(512);
    assertThat(server.post(RESOLVE, "{" + RUN + ",\"reason\":\"" + fits + "\"}").statusCode())
        .isEqualTo(200);
    assertRefused(
        server.post(RESOLVE, "{" + RUN + ",\"reason\":\"" + fits + "a\"}"),
        400,
        3,
        "reason has 1025 bytes of UTF-8, must be at most 1024");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/automations/none",
    "POST, /api/v1/automations/none",
    "DELETE, /api/v1/automations/none",
    "POST, /api/v1/automations/none/execute",
    "GET, /api/v1/automations/none/circuit_breaker",
    "POST, /api/v1/automations/none/circuit_breaker/clear",
    "GET, /api/v1/automations/none/circuit_breaker/resolutions",
    "GET, /api/v1/automations/a1/circuit_breaker/resolutions/none",
    "GET, /api/v1/automation_executions/77",
    "GET, /api/v1/automation_executions/77/steps",
    "POST, /api/v1/automation_executions/404/actions/retry",
    "POST, /api/v1/automation_executions/404/actions/terminate"
  })
  void whatDoesNotExistIsNotFound(String method, String path) {
    assertRefused(server.send(method, path, ""), 404, 5, "does not exist");
  }

  @Test
  void resolvingAnUnknownAutomationIsNotFound() {
    assertRefused(
        server.post(RESOLVE.replace("a1", "none"), "{" + RUN + "}"), 404, 5, "does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abc", "-1", "+1", "1.0", "9007199254740992", "99999999999999999999", "1e3", "١"})
  void anExecutionIdThatIsNoneIsRefused(String id) {
    String path =
        "/api/v1/automation_executions/" + java.net.URLEncoder.encode(id, StandardCharsets.UTF_8);
    assertRefused(server.get(path), 400, 3, "execution id", "9007199254740991");
    assertRefused(server.post(path + "/actions/terminate", ""), 400, 3, "execution id");
    assertRefused(server.post(path + "/actions/retry", ""), 400, 3, "execution id");
    assertRefused(server.get(path + "/steps"), 400, 3, "execution id");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void theLargestExecutionIdIsLookedUp() {
    server.executions.add(9007199254740991L, "a1", ExecutionState.DONE, "{}");
    assertThat(server.get("/api/v1/automation_executions/9007199254740991").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "displayName,colour | \"colour\"",
        "display name | \"display name\"",
        "displayName, | \"\"",
        "id | id, which is read-only",
        "created_at | createdAt, which is read-only",
        "currentVersion | currentVersion, which is read-only",
        "circuitBreaker | circuitBreaker, which is read-only",
        "lastExecutedAt | lastExecutedAt, which is read-only",
        "primaryTriggerType | primaryTriggerType, which is read-only"
      })
  void anUpdateMaskWithAWrongFieldIsRefused(String mask, String message) {
    String body = new JsonObject().put("updateMask", mask).encode();
    assertRefused(server.post("/api/v1/automations/a1", body), 400, 3, message);
    assertThat(server.router.commands).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /api/v1/automations | GET, HEAD, POST",
        "PATCH | /api/v1/automations/a1 | DELETE, GET, HEAD, POST",
        "GET | /api/v1/automations/a1/execute | POST",
        "POST | /health/live | GET, HEAD",
        "GET | /auth/v1/token | POST"
      })
  void aWrongMethodIsRefusedWithThoseAllowed(String method, String path, String allowed) {
    HttpResponse<String> response = server.send(method, path, "");
    assertRefused(response, 405, 12, "not allowed");
    assertThat(response.headers().firstValue("Allow")).contains(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/api", "/api/v2/automations", "/api/v1/automations/a1/b/c", "/x%20y"})
  void anUnknownPathIsNotFound(String path) {
    assertRefused(server.get(path), 404, 5, "nothing at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/automations/%zz", "/api/v1/automations?pageSize=%zz"})
  void aMalformedPathOrQueryIsRefused(String path) {
    HttpClient client = server.vertx.createHttpClient();
    Buffer body =
        ApiServer.await(
            client
                .request(HttpMethod.GET, server.port(), "127.0.0.1", path)
                .compose(
                    request ->
                        // Nested, so that the body is read on the thread that receives it.
                        request
                            .putHeader("Authorization", "Bearer admin")
                            .send()
                            .compose(
                                response -> {
                                  assertThat(response.statusCode()).isEqualTo(400);
                                  return response.body();
                                })));
    // An HttpClient that is garbage collected is closed with its requests.
    ApiServer.await(client.close());
    assertThat(body.toJsonObject().getInteger("code")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/jsonp", "text/json"})
  void aBodyOfAnotherTypeIsRefused(String type) {
    HttpResponse<String> response =
        server.send(
            server
                .request("POST", EXECUTE, "{}")
                .header("Authorization", "Bearer admin")
                .setHeader("Content-Type", type));
    assertRefused(response, 415, 3, type, "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json;charset=utf-8", "Application/JSON", "application/json ; a=b"})
  void aBodyOfTypeJsonIsTakenWithParameters(String type) {
    HttpResponse<String> response =
        server.send(
            server
                .request("POST", EXECUTE, "{}")
                .header("Authorization", "Bearer admin")
                .setHeader("Content-Type", type));
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyWithoutATypeIsTaken() {
    HttpResponse<String> response =
        server.send(
            server
                .request("POST", EXECUTE, "")
                .header("Authorization", "Bearer admin")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/search/automations | {\"refs\":{}} | refs is an object",
        "/api/v1/search/automations | {\"refs\":[\"a1\"]} | refs is a string, must be an object",
        "/api/v1/search/automations | {\"triggerTypes\":[\"MANUAL\"]} | TRIGGER_TYPE_",
        "/api/v1/search/automation_versions | {} | automationTemplateId is missing",
        "/api/v1/search/automation_executions | {\"executionStepStates\":[\"DONE\"]} |"
            + " AUTOMATION_EXECUTION_STATE_DONE",
        "/api/v1/search/automation_executions | {\"executionId\":\"9007199254740992\"} |"
            + " executionId",
        "/api/v1/search/automation_executions | {\"refs\":[{\"id\":\"x\"}]} | refs.id is \"x\"",
        "/api/v1/search/all_automation_executions | {\"appIds\":[1]} | appIds is a number",
        "/api/v1/systemlog/events | {\"since\":\"yesterday\"} | since is \"yesterday\"",
        "/api/v1/systemlog/events | {\"until\":\"2026-01-31\"} | RFC 3339",
        "/api/v1/systemlog/events | {\"until\":\"2026-01-31T20:00:00.Z\"} | RFC 3339",
        "/api/v1/systemlog/events | {\"until\":\"2026-01-31T20:00Z\"} | RFC 3339",
        "/api/v1/systemlog/events | {\"until\":\"2026-02-30T20:00:00Z\"} | RFC 3339",
        "/api/v1/systemlog/events | {\"sortDirection\":\"UP\"} | SORT_DIRECTION_ASC",
        "/api/v1/systemlog/events | {\"sinceEventUid\":\"none\"} | sinceEventUid is \"none\"",
        "/api/v1/systemlog/events | {\"untilEventUid\":\"none\"} | untilEventUid is \"none\"",
        "/api/v1/systemlog/events | {\"sortDirection\":3} | sortDirection is 3, must be SORT_",
        "/api/v1/systemlog/events | {\"sortDirection\":1.5} | sortDirection is 1.5, must be SORT_",
        "/api/v1/search/automations | {\"triggerTypes\":[14]} | triggerTypes is 14, must be TRIGGER_",
        "/api/v1/search/automation_executions | {\"executionStepStates\":[11]} |"
            + " executionStepStates is 11"
      })
  void aSearchWithAWrongFilterIsRefused(String path, String body, String message) {
    assertRefused(server.post(path, body), 400, 3, message);
  }

  @Test
  void aFilterOfTooManyElementsIsRefused() {
    JsonArray ids = new JsonArray();
    for (int i = 0; i < 101; i++) {
      ids.add("id" + i);
    }
    assertRefused(
        server.post(
            "/api/v1/search/all_automation_executions",
            new JsonObject().put("automationTemplateIds", ids).encode()),
        400,
        3,
        "automationTemplateIds has 101 elements, must be at most 100");
  }

  static void assertRefused(HttpResponse<String> response, int status, int code, String... parts) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonObject error = ApiServer.json(response);
    assertThat(error.fieldNames()).containsExactly("code", "message", "details");
    assertThat(error.getInteger("code")).isEqualTo(code);
    assertThat(error.getJsonArray("details")).isEmpty();
    assertThat(error.getString("message")).contains(parts);
  }

  /** The body of a request with a context of this depth. */
  private static String wrapped(int levels) {
    String context = "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    return "{\"context\":{\"context\":" + context + "}}";
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
