package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.resolution.PausedFilter;
import io.spillway.engine.actor.AutomationCommand;
import io.vertx.core.json.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that databases or encoders do not accept: NUL and unpaired surrogates. */
class HostileTextTest {
  private static final String AUTOMATIONS = "/api/v1/automations";
  private static final String RESOLVE = AUTOMATIONS + "/a1/circuit_breaker/resolve_paused";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/automations | {\"displayName\":\"?\"} | displayName",
        "/api/v1/automations | {\"displayName\":\"n\",\"description\":\"?\"} | description",
        "/api/v1/automations | {\"displayName\":\"n\",\"appId\":\"?\"} | appId",
        "/api/v1/automations | {\"displayName\":\"n\",\"annotations\":{\"a\":\"?\"}} |"
            + " annotations.a",
        "/api/v1/automations/a1 | {\"updateMask\":\"?\"} | updateMask",
        "/api/v1/automations/a1/circuit_breaker/resolve_paused |"
            + " {\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\",\"reason\":\"?\"} | reason",
        "/api/v1/automations/a1/circuit_breaker/resolve_paused | {\"decision\":\"?\"} | decision",
        "/api/v1/search/automations | {\"query\":\"?\"} | query",
        "/api/v1/search/automations | {\"appId\":\"?\"} | appId",
        "/api/v1/search/automations | {\"refs\":[{\"id\":\"?\"}]} | refs.id",
        "/api/v1/search/automations | {\"pageToken\":\"?\"} | pageToken",
        "/api/v1/search/automation_versions | {\"automationTemplateId\":\"?\"} |"
            + " automationTemplateId",
        "/api/v1/search/automation_executions | {\"query\":\"?\"} | query",
        "/api/v1/search/all_automation_executions | {\"automationTemplateIds\":[\"?\"]} |"
            + " automationTemplateIds",
        "/api/v1/search/all_automation_executions | {\"appIds\":[\"?\"]} | appIds",
        "/api/v1/search/all_automation_executions | {\"subjectUserIds\":[\"?\"]} |"
            + " subjectUserIds",
        "/api/v1/search/automations | {\"triggerTypes\":[\"?\"]} | triggerTypes",
        "/api/v1/search/automations | {\"statuses\":[\"?\"]} | statuses",
        "/api/v1/search/automations | {\"sortField\":\"?\"} | sortField",
        "/api/v1/search/automations | {\"direction\":\"?\"} | direction",
        "/api/v1/systemlog/events | {\"sortDirection\":\"?\"} | sortDirection",
        "/api/v1/systemlog/events | {\"until\":\"?\"} | until",
        "/api/v1/systemlog/events | {\"untilEventUid\":\"?\"} | untilEventUid",
        "/api/v1/systemlog/events | {\"sinceEventUid\":\"?\"} | sinceEventUid"
      })
  void nulAndHalfASurrogatePairAreRefusedInEveryField(String path, String body, String field) {
    for (String bad : List.of("\\u0000", "a\\u0000b", "\\ud800", "\\udc00\\ud800", "a\\ud83dz")) {
      BadInputTest.assertRefused(
          server.post(path, body.replace("?", bad)), 400, 3, field + " contains ", ", must be ");
    }
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void nulInTheNameOfAnEntryIsRefused() {
    BadInputTest.assertRefused(
        server.post(AUTOMATIONS, "{\"displayName\":\"n\",\"annotations\":{\"a\\u0000\":\"a\"}}"),
        400,
        3,
        "annotations contains NUL");
  }

  /** A context may have them, so a review must be able to name them. */
  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "a\\u0000b", "\\ud800", "\\udc00\\ud800", "a\\ud83dz"})
  void aReviewTakesEveryString(String odd) {
    String body =
        "{\"contextEquals\":{\"a\":\"?\"},\"contextFilters\":[{\"field\":\"?\",\"not\":\"?\"}],"
            + "\"summaryFields\":[\"?\"]}";

    HttpResponse<String> response =
        server.post(AUTOMATIONS + "/a1/circuit_breaker/paused/search", body.replace("?", odd));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    PausedFilter filter = server.paused.filters.get(server.paused.filters.size() - 1);
    assertThat(filter.contextEquals()).containsEntry("a", "\"" + odd + "\"");
    assertThat(Json.encode(filter.contextFilters().get(0).field())).isEqualTo("\"" + odd + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/automations",
        "/api/v1/automations/a1/execute",
        "/api/v1/automations/a1/circuit_breaker/resolve_paused"
      })
  void halfASurrogatePairInTheNameOfAMemberIsRefusedLikeOneInAValue(String path) {
    for (String bad : List.of("\\ud800", "\\udc00\\ud800", "a\\ud83dz")) {
      BadInputTest.assertRefused(
          server.post(path, "{\"context\":{\"context\":{\"" + bad + "\":1}}}"),
          400,
          3,
          "the name of a member at line 1, column ",
          " contains an unpaired surrogate, must be valid Unicode text");
    }
    assertThat(server.router.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET ", "DELETE ", "POST /execute", "POST /circuit_breaker/clear", "GET /x%00"})
  void nulInAPathIsRefused(String call) {
    String[] parts = call.split(" ", 2);
    String path =
        parts.length > 1 && parts[1].equals("/x%00")
            ? AUTOMATIONS + "/a1/circuit_breaker/resolutions/x%00"
            : AUTOMATIONS + "/a%00" + parts[1];
    String method = parts[0];

    BadInputTest.assertRefused(server.send(method, path, ""), 400, 3, "contains NUL");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void wholeSurrogatePairsAreText() {
    HttpResponse<String> response =
        server.post(AUTOMATIONS, "{\"displayName\":\"\\ud83d\\ude00 \ud83d\ude00\"}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(ApiServer.json(response).getJsonObject("automation").getString("displayName"))
        .isEqualTo("\ud83d\ude00 \ud83d\ude00");
  }

  @Test
  void aContextIsKeptAsItWasWrittenWhateverItEscapes() {
    String context = "{\"a\":\"\\u0000\\ud800\",\"\\u0000\":1e400}";

    assertThat(
            server
                .post(AUTOMATIONS + "/a1/execute", "{\"context\":{\"context\":" + context + "}}")
                .statusCode())
        .isEqualTo(200);
    assertThat(
            new String(
                server.router.latest(AutomationCommand.Execute.class).context(),
                StandardCharsets.UTF_8))
        .isEqualTo(context);
  }

  @Test
  void aRefusalQuotesNoHalfOfACharacter() {
    String cutInTheMiddle = "x".repeat(63) + "\ud83d\ude00";
    BadInputTest.assertRefused(
        server.post(RESOLVE, "{\"decision\":\"" + cutInTheMiddle + "\"}"), 400, 3, "x…\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/automations | {\"annotations\":{\"?\":1}}",
        "/api/v1/automations/a1 | {\"updateMask\":\"?\"}",
        "/api/v1/automations | {\"triggers\":[{\"?\":{},\"b\":{}}]}",
        "/api/v1/automations/a1/circuit_breaker/paused/search | {\"contextEquals\":{\"?\":{}}}",
        "/api/v1/automations/a1/circuit_breaker/paused/search | {\"summaryFields\":[\"?\"]}"
      })
  void aRefusalIsShortHoweverLongWhatItQuotes(String path, String body) {
    HttpResponse<String> response = server.post(path, body.replace("?", "k".repeat(40_000)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).hasSizeLessThan(3_000);
  }
}
