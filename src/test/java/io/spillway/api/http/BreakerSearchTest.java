package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The list of breakers, those first that need attention. */
class BreakerSearchTest {
  private static final String SEARCH = "/api/v1/search/circuit_breakers";
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final BreakerLimit TEN = new BreakerLimit(10, BreakerPeriod.HOUR);

  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  @Test
  void theMostPausedComeFirstThenTheNearestToTheLimit() {
    limited("few paused", TEN, 0, 2);
    limited("many paused", TEN, 10, 900);
    limited("calm", TEN, 1, 0);
    limited("near", TEN, 9, 0);
    limited("nearer", new BreakerLimit(1_000, BreakerPeriod.DAY), 950, 0);
    limited("tripped", TEN, 0, 0);
    trip("tripped");
    limited("off", BreakerLimit.OFF, 0, 0);

    assertThat(ids(search(new JsonObject())))
        .containsExactly(
            "many paused", "few paused", "tripped", "nearer", "near", "calm", "a1", "off");
  }

  @Test
  void aRowSaysWhatTheListShows() {
    limited("near", TEN, 9, 4);

    assertThat(row(search(new JsonObject()), 0))
        .isEqualTo(
            new JsonObject()
                .put("automationId", "near")
                .put("displayName", "Name of near")
                .put("description", "")
                .put("enabled", true)
                .put("isDraft", false)
                .put("circuitBreakerMax", 10)
                .put("circuitBreakerPeriod", "CIRCUIT_BREAKER_PERIOD_HOUR")
                .put("tripped", false)
                .put("windowCount", 9)
                .put("pausedCount", 4)
                .put("createdAt", "2026-01-01T00:00:00.000Z")
                .put("lastExecutedAt", "2026-01-31T12:00:00.500Z"));
  }

  @Test
  void onlyThoseThatMayHaveCountsAreAsked() {
    limited("asked", TEN, 5, 0);
    limited("off", BreakerLimit.OFF, 7, 0);
    limited("restarted", TEN, 7, 0);
    SERVER.store.breaker(
        "restarted", new BreakerState.Closed(0, FakeRouter.NOW.plus(Duration.ofMinutes(1))));

    JsonObject answer = search(new JsonObject());

    assertThat(ids(answer).get(0)).isEqualTo("asked");
    assertThat(SERVER.router.commands).hasSize(1);
    assertThat(answer.getJsonArray("list"))
        .extracting(row -> ((JsonObject) row).getInteger("pausedCount"))
        .containsOnly(0);
    assertThat(answer.getJsonArray("list"))
        .extracting(row -> ((JsonObject) row).getInteger("windowCount"))
        .containsExactlyInAnyOrder(5, 0, 0, 0);
  }

  @Test
  void oneThatDoesNotAnswerHasNoCountsAndDelaysTheOthersAMomentOnly() {
    limited("silent", TEN, 5, 0);
    limited("near", TEN, 9, 0);
    SERVER.router.before =
        (id, command) ->
            id.equals("silent") ? Promise.promise().future() : Future.succeededFuture();

    JsonObject answer = search(new JsonObject());

    assertThat(ids(answer)).containsExactly("near", "silent", "a1");
    assertThat(row(answer, 1).fieldNames())
        .doesNotContain("windowCount")
        .contains("tripped", "pausedCount");
  }

  @Test
  void manyAreAskedInRounds() {
    for (int i = 0; i < 300; i++) {
      limited("m%03d".formatted(i), new BreakerLimit(1_000, BreakerPeriod.DAY), i, 0);
    }

    JsonObject answer = search(new JsonObject().put("pageSize", 3));

    assertThat(ids(answer)).containsExactly("m299", "m298", "m297");
    assertThat(answer.getInteger("matchCount")).isEqualTo(301);
  }

  @Test
  void pagesContinueAfterTheLastRow() {
    for (int i = 0; i < 10; i++) {
      limited("p" + i, TEN, 0, 100 - i);
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonObject page = search(new JsonObject().put("pageSize", 4).put("pageToken", token));
      seen.addAll(ids(page));
      token = page.getString("nextPageToken");
    } while (!token.isEmpty());

    assertThat(seen)
        .containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "a1");
  }

  @Test
  void theFiltersAreATextAndTrippedOnly() {
    limited("x1", TEN, 1, 0);
    limited("x2", TEN, 1, 0);
    trip("x2");

    assertThat(ids(search(new JsonObject().put("query", "of x")))).containsExactly("x2", "x1");
    assertThat(ids(search(new JsonObject().put("tripped", true)))).containsExactly("x2");
    assertThat(search(new JsonObject().put("tripped", true)).getInteger("matchCount")).isEqualTo(1);
  }

  @Test
  void aTokenOfAnotherFilterIsRefused() {
    limited("x1", TEN, 1, 0);
    String token = search(new JsonObject().put("pageSize", 1)).getString("nextPageToken");

    BadInputTest.assertRefused(
        SERVER.post(SEARCH, new JsonObject().put("tripped", true).put("pageToken", token).encode()),
        400,
        3,
        "same query");
  }

  private static void limited(String id, BreakerLimit limit, long window, long paused) {
    SERVER.store.put(
        new Automation(
            id,
            new Automation.Profile("Name of " + id, "", ""),
            true,
            false,
            Automation.Document.EMPTY,
            Map.of(),
            limit,
            RunnerSettings.EXTERNAL,
            1,
            CREATED,
            Optional.empty()));
    SERVER.router.counts.put(id, new FakeRouter.Counts(window, paused));
    if (paused > 0) {
      SERVER.store.breaker(id, new BreakerState.Closed(1, FakeRouter.NOW));
    }
  }

  private static void trip(String id) {
    Trip trip = new Trip(11, 10, BreakerPeriod.HOUR, FakeRouter.NOW);
    SERVER.store.breaker(id, new BreakerState.Tripped(1, FakeRouter.NOW, trip));
  }

  private static JsonObject search(JsonObject body) {
    return ApiServer.json(SERVER.post(SEARCH, body.encode()));
  }

  private static List<String> ids(JsonObject answer) {
    JsonArray list = answer.getJsonArray("list");
    return list.stream().map(row -> ((JsonObject) row).getString("automationId")).toList();
  }

  private static JsonObject row(JsonObject answer, int index) {
    return answer.getJsonArray("list").getJsonObject(index);
  }
}
