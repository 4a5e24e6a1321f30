package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.resolution.ContextCondition;
import io.spillway.domain.resolution.ContextCondition.Kind;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.search.PausedSet;
import io.spillway.engine.search.PausedSummary;
import io.spillway.engine.search.UnreadableSegment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "{\"summaryFields\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\"]}|summaryFields"
            + " has 9 fields",
        "{\"contextEquals\":{\"a\":1e99999999999}}|contextEquals.a is",
        "{\"contextFilters\":[{\"field\":\"a\"}]}|contextFilters has 0 of equals, not, contains",
        "{\"contextFilters\":[{\"field\":\"a\",\"not\":1,\"exists\":true}]}|contextFilters has 2"
            + " of",
        "{\"contextFilters\":[{\"equals\":1}]}|contextFilters.field contains",
        "{\"contextFilters\":[{\"field\":\"a\",\"equal\":1}]}|did you mean contextFilters.equals",
        "{\"contextFilters\":[{\"field\":\"a\",\"contains\":1}]}|contextFilters.contains is a"
            + " number",
        "{\"createdSince\":\"yesterday\"}|createdSince is",
        "{\"createdSince\":\"\"}|createdSince is empty, must be an RFC 3339 time",
        "{\"createdUntil\":\"\"}|createdUntil is empty, must be an RFC 3339 time",
        "{\"createdSince\":\"2026-01-02T00:00:00Z\",\"createdUntil\":\"2026-01-01T00:00:00Z\"}"
            + "|createdUntil is 2026-01-01T00:00:00Z, must be after",
      })
  void whatIsWrongIsNamed(String body, String message) {
    HttpResponse<String> answer = SERVER.post(SEARCH, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(message);
  }

  @Test
  void anEmptySetHasATokenToo() {
    SERVER.paused.summary = FakePausedExecutions.none();
    SERVER.executions.executions.clear();

    JsonObject answer = search("{}");

    String token = answer.getString("reviewToken");
    assertThat(token).isNotEmpty();
    assertThat(SERVER.post(RESOLVE, resolveWith(token)).statusCode()).isEqualTo(200);
    assertThat(SERVER.router.latest(AutomationCommand.ResolvePaused.class).order().selection())
        .contains(new Selection(PausedFilter.ALL, 0, 0));
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
  void anEmptyTokenIsRefused() {
    HttpResponse<String> answer = SERVER.post(RESOLVE, resolveWith(""));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("reviewToken is empty, must be the reviewToken of");
    assertThat(SERVER.router.commands).isEmpty();
  }

  @Test
  void withoutATokenAllIsResolved() {
    SERVER.post(RESOLVE, "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\"}");
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

  @Test
  void filtersByConditionsAndResolvesByThem() {
    String token =
        search(
                "{\"contextFilters\":[{\"field\":\"/~1a~02\",\"equals\":1970670598291982291},{\"field\":\"/\",\"not\":\"cut"
                    + " \\ud83d\"},{\"field\":\"b\",\"contains\":\"x\"},"
                    + "{\"field\":\"c\",\"exists\":false}],\"contextEquals\":{\"d\":1e400}}")
            .getString("reviewToken");

    SERVER.post(RESOLVE, resolveWith(token));

    assertThat(
            SERVER
                .router
                .latest(AutomationCommand.ResolvePaused.class)
                .order()
                .selection()
                .orElseThrow()
                .filter())
        .isEqualTo(
            new PausedFilter(
                Optional.empty(),
                Optional.empty(),
                Map.of("d", "1E+400"),
                List.of(
                    new ContextCondition("/~1a~02", Kind.EQUALS, "1970670598291982291"),
                    new ContextCondition("/", Kind.NOT, "\"cut \\ud83d\""),
                    new ContextCondition("b", Kind.CONTAINS, "\"x\""),
                    new ContextCondition("c", Kind.EXISTS, "false"))));
  }

  @Test
  void aPageTokenFitsItsConditionsOnly() {
    String next =
        search("{\"contextFilters\":[{\"field\":\"a\",\"not\":1}],\"pageSize\":2}")
            .getString("nextPageToken");

    for (String other :
        List.of("{\"field\":\"a\",\"equals\":1}", "{\"field\":\"a\",\"not\":\"1\"}")) {
      assertThat(
              SERVER
                  .post(
                      SEARCH, "{\"contextFilters\":[" + other + "],\"pageToken\":\"" + next + "\"}")
                  .statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void whatCannotBeReadIsListed() {
    SERVER.paused.summary =
        new PausedSummary(
            0,
            Optional.empty(),
            Optional.empty(),
            0,
            List.of(),
            List.of(new UnreadableSegment(5, "damaged")));

    assertThat(search("{}").getJsonArray("unreadable"))
        .isEqualTo(
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("firstExecutionId", "5120")
                        .put("lastExecutionId", "6143")
                        .put("cause", "damaged")));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 1_024})
  void aFieldMayBeLong(int length) {
    search("{\"summaryFields\":[\"" + "k".repeat(length) + "\"]}");
  }

  @Test
  void aFieldThatIsTooLongIsRefused() {
    HttpResponse<String> answer =
        SERVER.post(SEARCH, "{\"summaryFields\":[\"" + "k".repeat(1_025) + "\"]}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("a field of 1025 characters, must be at most 1024");
  }

  @Test
  void anUnpairedSurrogateIsShownAndNamed() {
    SERVER.paused.summary =
        new PausedSummary(
            1,
            Optional.of(FIRST),
            Optional.of(LAST),
            1,
            List.of(
                new PausedSummary.Values(
                    "\ud83d", List.of(new PausedSummary.Counted("\"\\ud83d\"", 1)), 0, 0)));

    HttpResponse<String> answer = SERVER.post(SEARCH, "{\"summaryFields\":[\"\\ud83d\"]}");
    HttpResponse<String> refused = SERVER.post(SEARCH, "{\"summaryFields\":[\"/~\\ud83d\"]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("{\"field\":\"\\ud83d\"", "\"value\":\"\\ud83d\"");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("summaryFields contains", "\\ud83d");
  }

  @Test
  void aRetryIsForTheFailuresOfAResolution() {
    SERVER.store.resolutions.add(ApiSamples.finished("r2"));
    SERVER.paused.found = new PausedSet(Map.of(0L, Slots.of(List.of(1, 2, 3))));

    HttpResponse<String> answer =
        SERVER.post(RESOLVE, "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\",\"retryOf\":\"r2\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    Resolution.Order order = SERVER.router.latest(AutomationCommand.ResolvePaused.class).order();
    assertThat(order.selection()).contains(new Selection(PausedFilter.retryOf("r2"), 3, 3));
    assertThat(order.resetBreaker()).isFalse();
    assertThat(ApiServer.json(answer).getString("bulkActionId")).isNotEmpty();
  }

  @Test
  void whatAResolutionCouldNotMoveIsSearched() {
    SERVER.store.resolutions.add(ApiSamples.finished("r2"));

    search("{\"retryOf\":\"r2\"}");

    assertThat(SERVER.paused.filters).containsExactly(PausedFilter.retryOf("r2"));
  }

  @ParameterizedTest
  @CsvSource({
    "r9, 404, resolution r9",
    "r1, 400, 'r1, which is RUNNING, must be DONE'",
    "'', 400, retryOf is empty"
  })
  void aSearchForARetryThatIsWrongIsRefused(String retryOf, int status, String message) {
    SERVER.store.resolutions.add(ApiSamples.running("r1"));

    HttpResponse<String> answer = SERVER.post(SEARCH, "{\"retryOf\":\"" + retryOf + "\"}");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"retryOf\":\"r9\"|404|resolution r9",
        "\"retryOf\":\"r1\"|400|r1, which is RUNNING, must be DONE",
        "\"retryOf\":\"\"|400|retryOf is empty",
        "\"retryOf\":\"r2\",\"reviewToken\":\"x\"|400|retryOf is given with a reviewToken",
        "\"retryof\":\"r2\"|400|did you mean retryOf",
        "\"resetbreaker\":false|400|did you mean resetBreaker",
        "\"limit\":5|400|limit is given, must be absent",
      })
  void aNarrowingThatIsWrongMovesNothing(String narrowing, int status, String message) {
    SERVER.store.resolutions.add(ApiSamples.running("r1"));
    SERVER.store.resolutions.add(ApiSamples.finished("r2"));
    SERVER.paused.found = new PausedSet(Map.of(0L, Slots.of(List.of(1, 2, 3))));

    HttpResponse<String> answer =
        SERVER.post(RESOLVE, "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\"," + narrowing + "}");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(message);
    assertThat(SERVER.router.commands).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"false,,true", "false,false,false", "true,,false", "true,true,true"})
  void onlyADecisionOverAllResetsTheBreakerUnlessAsked(
      boolean partial, @Nullable Boolean asked, boolean resets) {
    JsonObject body = new JsonObject().put("decision", "PAUSED_EXECUTION_DECISION_RUN");
    if (partial) {
      body.put("reviewToken", search("{}").getString("reviewToken"));
    }
    if (asked != null) {
      body.put("resetBreaker", asked);
    }

    SERVER.post(RESOLVE, body.encode());

    assertThat(SERVER.router.latest(AutomationCommand.ResolvePaused.class).order().resetBreaker())
        .isEqualTo(resets);
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
