package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.search.PausedSummary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausedSearchTest {
  private static final ApiServer SERVER = new ApiServer();
  private static final String SEARCH = "/api/v1/automations/a1/circuit_breaker/paused/search";
  private static final String RESOLVE = "/api/v1/automations/a1/circuit_breaker/resolve_paused";
  private static final Instant FIRST = Instant.parse("2026-01-31T12:00:00.100Z");
  private static final Instant LAST = Instant.parse("2026-01-31T12:00:00.200Z");

  @BeforeEach
  void threeArePaused() {
    SERVER.reset();
    for (long id = 1; id <= 3; id++) {
      SERVER.executions.add(id, "a1", ExecutionState.PAUSED_BY_CIRCUIT_BREAKER, "{\"n\":1}");
    }
    SERVER.executions.add(4, "a1", ExecutionState.PENDING, "{}");
    SERVER.paused.summary =
        new PausedSummary(
            3,
            Optional.of(FIRST),
            Optional.of(LAST),
            3,
            List.of(
                new PausedSummary.Values(
                    "n",
                    List.of(
                        new PausedSummary.Counted("1", 2), new PausedSummary.Counted("\"a\"", 1)),
                    4,
                    5)));
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void theFirstPageSumsUpAllThatMatches() {
    JsonObject answer = search("{\"summaryFields\":[\"n\"],\"pageSize\":2}");

    assertThat(answer.getJsonArray("list")).hasSize(2);
    assertThat(answer.getJsonObject("summary"))
        .isEqualTo(
            new JsonObject()
                .put("count", 3)
                .put("firstCreatedAt", "2026-01-31T12:00:00.100Z")
                .put("lastCreatedAt", "2026-01-31T12:00:00.200Z")
                .put(
                    "fields",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("field", "n")
                                .put(
                                    "topValues",
                                    new JsonArray()
                                        .add(new JsonObject().put("value", 1).put("count", 2))
                                        .add(new JsonObject().put("value", "a").put("count", 1)))
                                .put("absentCount", 4)
                                .put("otherCount", 5))));
    assertThat(answer.getString("reviewToken")).isNotEmpty();
  }

  @Test
  void furtherPagesGoOnWithoutASummary() {
    String next = search("{\"pageSize\":2}").getString("nextPageToken");

    JsonObject answer = search("{\"pageSize\":2,\"pageToken\":\"" + next + "\"}");

    assertThat(answer.getJsonArray("list")).hasSize(1);
    assertThat(answer.getString("nextPageToken")).isEmpty();
    assertThat(answer.containsKey("summary")).isFalse();
    assertThat(answer.containsKey("reviewToken")).isFalse();
  }

  @Test
  void aPageTokenFitsItsFilterOnly() {
    String next = search("{\"pageSize\":2}").getString("nextPageToken");

    HttpResponse<String> answer =
        SERVER.post(SEARCH, "{\"contextEquals\":{\"n\":1},\"pageToken\":\"" + next + "\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void filtersByTimeAndContext() {
    search(
        "{\"createdSince\":\"2026-01-31T12:00:00Z\",\"createdUntil\":\"2026-01-31T13:00:00+00:00\","
            + "\"contextEquals\":{\"user_id\":\"ü\\n\",\"/a/b\":1.50,\"c\":true}}");

    assertThat(SERVER.paused.filters)
        .containsExactly(
            new PausedFilter(
                Optional.of(Instant.parse("2026-01-31T12:00:00Z")),
                Optional.of(Instant.parse("2026-01-31T13:00:00Z")),
                Map.of("user_id", "\"ü\\n\"", "/a/b", "1.50", "c", "true")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"contextEquals\":{\"a\":[]}}|contextEquals.a is an array, must be a string, a number",
        "{\"contextEquals\":{\"a\":null}}|contextEquals.a is null",
        "{\"contextEquals\":{\"\":1}}|contextEquals contains",
        "{\"contextEquals\":{\"/~2\":1}}|contextEquals contains",
        "{\"summaryFields\":[\"\"]}|summaryFields contains",
        "{\"summaryFields\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]}|summaryFields has 6 fields",
        "{\"createdSince\":\"yesterday\"}|createdSince is",
        "{\"createdSince\":\"2026-01-02T00:00:00Z\",\"createdUntil\":\"2026-01-01T00:00:00Z\"}"
            + "|createdUntil is 2026-01-01T00:00:00Z, must be after",
      })
  void whatIsWrongIsNamed(String body, String message) {
    HttpResponse<String> answer = SERVER.post(SEARCH, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(message);
  }

  @Test
  void nothingPausedGivesNoToken() {
    SERVER.paused.summary = FakePausedExecutions.none();
    SERVER.executions.executions.clear();

    JsonObject answer = search("{}");

    assertThat(answer.getString("reviewToken")).isEmpty();
    assertThat(answer.getJsonObject("summary").getInteger("count")).isZero();
    assertThat(answer.getJsonObject("summary").containsKey("firstCreatedAt")).isFalse();
  }

  @Test
  void anUnknownAutomationIsNotFound() {
    assertThat(SERVER.post(SEARCH.replace("a1", "a0"), "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void aReviewTokenResolvesWhatWasReviewed() {
    String token = search("{\"contextEquals\":{\"n\":1}}").getString("reviewToken");

    HttpResponse<String> answer = SERVER.post(RESOLVE, resolveWith(token));

    assertThat(answer.statusCode()).isEqualTo(200);
    PausedFilter filter = new PausedFilter(Optional.empty(), Optional.empty(), Map.of("n", "1"));
    assertThat(SERVER.router.latest(AutomationCommand.ResolvePaused.class).order().selection())
        .contains(new Selection(filter, 3, 3));
  }

  @Test
  void withoutATokenAllIsResolved() {
    SERVER.post(RESOLVE, resolveWith(""));
    assertThat(SERVER.router.latest(AutomationCommand.ResolvePaused.class).order().selection())
        .isEmpty();
  }

  @Test
  void aTokenOfAnotherAutomationOrNoTokenIsRefused() {
    SERVER.store.put(ApiServer.automation("a2", FIRST));
    String token = search("{}").getString("reviewToken");
    String page = search("{\"pageSize\":1}").getString("nextPageToken");

    for (String wrong : List.of(token + "A", page, "x")) {
      HttpResponse<String> answer = SERVER.post(RESOLVE, resolveWith(wrong));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("reviewToken");
    }
    assertThat(SERVER.post(RESOLVE.replace("a1", "a2"), resolveWith(token)).statusCode())
        .isEqualTo(400);
    assertThat(SERVER.router.commands).isEmpty();
  }

  private static String resolveWith(String token) {
    return new JsonObject()
        .put("decision", "PAUSED_EXECUTION_DECISION_RUN")
        .put("reviewToken", token)
        .encode();
  }

  private static JsonObject search(String body) {
    HttpResponse<String> answer = SERVER.post(SEARCH, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ApiServer.json(answer);
  }
}
