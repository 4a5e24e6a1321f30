package io.spillway.app;

import static io.spillway.app.NodeApi.CANCEL;
import static io.spillway.app.NodeApi.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision moves exactly what its review counted, through the API of a node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewedDecisionsTest {
  private static final String FIRST = "1970670598291982290";
  private static final String SECOND = "1970670598291982291";

  private NodeApi api;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    api = NodeApi.start(directory);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void aReviewThatMatchesNothingMovesNothing() {
    String id = api.tripped();
    api.pause(id, "{\"dept\":\"Sales\"}", "{\"dept\":\"Sales\"}");

    JsonObject review = api.review(id, "{\"contextEquals\":{\"dept\":\"Nobody\"}}");

    assertThat(review.getString("reviewToken")).isNotEmpty();
    assertThat(counts(api.resolve(id, CANCEL, review))).containsExactly(0, 0);
    assertThat(api.paused(id)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"reviewToken\":\"\"",
        "\"retryOf\":\"\"",
        "\"reviewtoken\":\"x\"",
        "\"review_tokens\":\"x\"",
        "\"retry_off\":\"x\"",
        "\"Limit\":1",
        "\"resetbreaker\":false"
      })
  void aNarrowingThatIsEmptyOrMisspeltMovesNothing(String narrowing) {
    String id = api.tripped();
    api.pause(id, "{}", "{}");

    HttpResponse<String> answer = api.tryToResolve(id, CANCEL, narrowing);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(api.paused(id)).isEqualTo(2);
    assertThat(api.status(id).getBoolean("tripped")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"contextEqual\":{\"dept\":\"Sales\"}}|unknown field \"contextEqual\", did you mean"
            + " contextEquals",
        "{\"createdSince\":\"\"}|createdSince is empty, must be",
        "{\"createdUntil\":\"\"}|createdUntil is empty, must be",
        "{\"contextFilter\":[]}|did you mean contextFilters",
      })
  void aReviewThatWouldShowMoreThanWasMeantIsRefused(String body, String message) {
    String id = api.tripped();

    HttpResponse<String> answer = api.tryToReview(id, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("message")).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    FIRST + "," + SECOND,
    "9007199254740993,9007199254740992",
    "0.1,0.10000000000000000001",
    "1e400,1.1e400",
    "1e-400,0",
    "1,1.0000000000000000000000000000000001",
  })
  void numbersBeyondDoublePrecisionAreTwoValues(String one, String other) {
    String id = api.tripped();
    api.pause(id, context(one), context(one), context(other));

    JsonObject review =
        api.review(id, "{\"contextEquals\":{\"n\":" + one + "},\"summaryFields\":[\"n\"]}");

    assertThat(review.getJsonObject("summary").getInteger("count")).isEqualTo(2);
    assertThat(counts(api.resolve(id, CANCEL, review))).containsExactly(2, 0);
    assertThat(api.paused(id)).isEqualTo(1);
  }

  @Test
  void aSummaryShowsAllDigits() {
    String id = api.tripped();
    api.pause(id, context(FIRST), context(FIRST), context(SECOND), context("1E+2"));

    String body = api.tryToReview(id, "{\"summaryFields\":[\"n\"]}").body();

    assertThat(body.substring(body.indexOf("\"summary\"")))
        .contains(
            "{\"value\":" + FIRST + ",\"count\":2}",
            "{\"value\":" + SECOND + ",\"count\":1}",
            "{\"value\":100,\"count\":1}")
        .doesNotContain("E+", "Infinity", "NaN");
  }

  @Test
  void theSameNumberInAnotherFormIsOneValue() {
    String id = api.tripped();
    api.pause(id, context("1"), context("1.0"), context("1e0"), context("10E-1"), context("\"1\""));

    JsonObject review =
        api.review(id, "{\"contextEquals\":{\"n\":1.00},\"summaryFields\":[\"n\"]}");

    assertThat(topValues(review)).hasSize(1);
    assertThat(counts(api.resolve(id, RUN, review))).containsExactly(4, 0);
    assertThat(api.paused(id)).isEqualTo(1);
  }

  /** Keys as JSON text, and the names by which a review finds them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"\"|/",
        "\"/a~2\"|/~1a~02",
        "\"/\"|/~1",
        "\"/change/department\"|/~1change~1department",
        "\"~\"|~",
        "\" dept \"|' dept '",
        "\"a\\nb\"|a\\nb",
        "\"\\u0000\"|\\u0000",
        "\"\ud83d\ude00\"|\ud83d\ude00",
      })
  void whatASummaryShowsIsFoundAndMovedWhateverTheKey(String key, String field) {
    assertEachValueIsFoundAndMoved(key, field);
  }

  @Test
  void aKeyOf300CharactersIsAKey() {
    assertEachValueIsFoundAndMoved("\"" + "k".repeat(300) + "\"", "k".repeat(300));
  }

  private void assertEachValueIsFoundAndMoved(String key, String field) {
    List<String> values =
        List.of(
            "\"cut \\ud83d\"",
            "\"\\ude00\"",
            "\"\"",
            "\" Sales \"",
            "\"Sales\"",
            "\"a\\nb\"",
            "\"5\"",
            "5",
            "1e400",
            "-1e-400",
            "true",
            "\"true\"");
    String id = api.tripped();
    api.pause(id, values.stream().map(value -> "{" + key + ":" + value + "}"));
    api.pause(id, values.stream().limit(5).map(value -> "{" + key + ":" + value + "}"));
    api.pause(id, "{" + key + ":null}", "{" + key + ":[1]}");

    JsonObject review = api.review(id, "{\"summaryFields\":[\"" + field + "\"]}");

    assertThat(review.getJsonObject("summary").getInteger("count")).isEqualTo(19);
    // Ten of the twelve values are shown, the most frequent ones first.
    assertThat(topValues(review)).hasSize(10);
    for (JsonObject shown : topValues(review)) {
      String value = Json.encode(shown.getValue("value"));
      String equal =
          "{\"contextFilters\":[{\"field\":\"" + field + "\",\"equals\":" + value + "}]}";
      JsonObject found = api.review(id, equal);
      int count = shown.getInteger("count");
      assertThat(found.getJsonObject("summary").getInteger("count")).as(value).isEqualTo(count);
      assertThat(found.getJsonArray("list")).as(value).hasSize(count);
      assertThat(counts(api.resolve(id, RUN, found))).as(value).containsExactly(count, 0);
      assertThat(api.review(id, equal).getJsonObject("summary").getInteger("count")).isZero();
    }
    assertThat(api.paused(id)).isEqualTo(4);
  }

  @Test
  void severalConditionsHoldAtOnce() {
    String id = api.tripped();
    api.pause(
        id,
        "{\"dept\":\"Sales\",\"user\":{\"name\":\"Ann Smith\"},\"n\":null}",
        "{\"dept\":\"Sales\",\"user\":{\"name\":\"Bob Smith\"}}",
        "{\"dept\":\"Legal\",\"user\":{\"name\":\"Cy Smith\"},\"n\":1}",
        "{\"user\":{\"name\":\"Di smith\"},\"n\":1}",
        "{\"dept\":\"Sales\",\"n\":1}");

    assertThat(matches(id, "{\"field\":\"dept\",\"equals\":\"Sales\"}")).isEqualTo(3);
    assertThat(matches(id, "{\"field\":\"dept\",\"not\":\"Sales\"}")).isEqualTo(2);
    assertThat(matches(id, "{\"field\":\"/user/name\",\"contains\":\"Smith\"}")).isEqualTo(3);
    assertThat(matches(id, "{\"field\":\"n\",\"exists\":true}")).isEqualTo(4);
    assertThat(matches(id, "{\"field\":\"n\",\"exists\":false}")).isEqualTo(1);
    JsonObject review =
        api.review(
            id,
            "{\"contextFilters\":[{\"field\":\"dept\",\"equals\":\"Sales\"},"
                + "{\"field\":\"/user/name\",\"contains\":\"Smith\"},"
                + "{\"field\":\"n\",\"exists\":true}]}");
    assertThat(counts(api.resolve(id, CANCEL, review))).containsExactly(1, 0);
    assertThat(api.paused(id)).isEqualTo(4);
  }

  @Test
  void aPartialDecisionKeepsTheTripUnlessItIsToResetTheBreaker() {
    String id = api.tripped();
    api.pause(id, context("1"), context("2"));
    String started = api.status(id).getString("windowStartedAt");

    api.resolve(id, RUN, api.review(id, "{\"contextEquals\":{\"n\":1}}"));

    assertThat(api.status(id).getBoolean("tripped")).isTrue();
    assertThat(api.status(id).getString("windowStartedAt")).isEqualTo(started);
    String token = api.review(id, "{\"contextEquals\":{\"n\":2}}").getString("reviewToken");
    api.resolve(id, RUN, "\"resetBreaker\":true,\"reviewToken\":\"" + token + "\"");
    assertThat(api.status(id).getBoolean("tripped")).isFalse();
    assertThat(api.status(id).getJsonArray("recent").getJsonObject(0).getBoolean("resetBreaker"))
        .isTrue();
  }

  @Test
  void aDecisionOverAllThatKeepsTheTripLeavesWhatIsPausedLater() {
    String id = api.tripped();
    api.pause(id, "{}", "{}");

    assertThat(counts(api.resolve(id, RUN, "\"resetBreaker\":false"))).containsExactly(2, 0);

    JsonObject status = api.status(id);
    assertThat(status.getBoolean("tripped")).isTrue();
    api.pause(id, "{}", "{}", "{}");
    assertThat(api.paused(id)).isEqualTo(3);
    assertThat(api.status(id).getJsonObject("circuitBreaker"))
        .isEqualTo(status.getJsonObject("circuitBreaker"));
  }

  @Test
  void theFilterOfADecisionIsRecordedWithAllDigits() {
    String id = api.tripped();
    api.pause(id, context(FIRST), context(SECOND));
    String filter =
        "\"contextFilters\":[{\"field\":\"n\",\"not\":"
            + SECOND
            + "},"
            + "{\"field\":\"/~1a~02\",\"not\":\"cut \\ud83d\"}]";

    JsonObject review = api.review(id, "{\"contextEquals\":{\"n\":" + FIRST + "}," + filter + "}");
    String resolutionId = api.resolve(id, RUN, review).getString("bulkActionId");

    String equals = "\"contextEquals\":{\"n\":" + FIRST + "}";
    for (String path :
        List.of(
            NodeApi.breaker(id) + "/resolutions/" + resolutionId,
            NodeApi.breaker(id) + "/resolutions",
            NodeApi.breaker(id),
            "/api/v1/systemlog/export")) {
      assertThat(api.get(path).body()).as(path).contains(equals, filter);
    }
    assertThat(api.post("/api/v1/systemlog/events", "{\"pageSize\":100}").body())
        .contains(equals, filter);
  }

  @Test
  void contextsAndSearchesKeepAllDigits() {
    String id = api.tripped();
    List<Long> ids =
        api.pause(id, context(FIRST), context(SECOND), context("1.50e400"), context("0.10"));

    String all = api.post("/api/v1/search/automation_executions", byAutomation(id, "")).body();
    String one =
        api.post(
                "/api/v1/search/automation_executions",
                byAutomation(id, ",\"query\":\"" + SECOND + "\""))
            .body();

    assertThat(all).contains(context(FIRST), context(SECOND), context("1.50e400"), context("0.10"));
    assertThat(one).contains(context(SECOND)).doesNotContain(FIRST);
    assertThat(api.get("/api/v1/automation_executions/" + ids.get(2)).body())
        .contains(context("1.50e400"));
  }

  @Test
  void theContextOfAnAutomationKeepsAllDigits() {
    String context = "{\"n\":" + FIRST + ",\"m\":1.50e400,\"s\":\"cut \\ud83d\"}";

    String id =
        NodeApi.json(
                api.post(
                    "/api/v1/automations",
                    "{\"displayName\":\"n\",\"context\":{\"context\":" + context + "}}"))
            .getJsonObject("automation")
            .getString("id");

    assertThat(api.get("/api/v1/automations/" + id).body()).contains(context);
    assertThat(
            api.post("/api/v1/search/automations", "{\"refs\":[{\"id\":\"" + id + "\"}]}").body())
        .contains(context);
  }

  @Test
  void aReviewShowsItsListWhateverTheContexts() {
    String id = api.tripped();
    String deep = "{\"a\":".repeat(63) + "1" + "}".repeat(63);
    String wide =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "\"k" + i + "\":" + i)
            .reduce((one, other) -> one + "," + other)
            .map(members -> "{" + members + "}")
            .orElseThrow();
    String digits = context("9".repeat(100));
    api.pause(
        id, deep, wide, digits, context("{\"\":[]}"), context("\"" + "x".repeat(5_000) + "\""));

    JsonObject review =
        api.review(id, "{\"summaryFields\":[\"n\",\"k7\",\"" + "/a".repeat(63) + "\"]}");

    assertThat(review.getJsonArray("list")).hasSize(5);
    assertThat(review.getJsonObject("summary").getInteger("count")).isEqualTo(5);
    assertThat(review.getJsonArray("unreadable")).isEmpty();
    assertThat(counts(api.resolve(id, CANCEL, review))).containsExactly(5, 0);
  }

  private int matches(String id, String condition) {
    return api.review(id, "{\"contextFilters\":[" + condition + "]}")
        .getJsonObject("summary")
        .getInteger("count");
  }

  private static String byAutomation(String id, String more) {
    return "{\"automationTemplateId\":\"" + id + "\"" + more + "}";
  }

  private static String context(String n) {
    return "{\"n\":" + n + "}";
  }

  private static List<JsonObject> topValues(JsonObject review) {
    JsonArray top =
        review
            .getJsonObject("summary")
            .getJsonArray("fields")
            .getJsonObject(0)
            .getJsonArray("topValues");
    return IntStream.range(0, top.size()).mapToObj(top::getJsonObject).toList();
  }

  private static List<Integer> counts(JsonObject resolved) {
    return List.of(resolved.getInteger("pausedCount"), resolved.getInteger("erroredCount"));
  }
}
