package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemLogTest {
  private static final String EXPORT = "/api/v1/systemlog/export";
  private static final String EVENTS = "/api/v1/systemlog/events";

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.reset();
    server.store.events.addAll(ApiSamples.events(5));
  }

  @Test
  void eventsComeNewestFirst() {
    assertThat(uids("")).containsExactly("e5", "e4", "e3", "e2", "e1");
    assertThat(uids("\"sortDirection\":\"SORT_DIRECTION_UNSPECIFIED\"")).startsWith("e5");
    assertThat(uids("\"sortDirection\":\"DESC\"")).startsWith("e5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ASC\"", "\"SORT_DIRECTION_ASC\"", "1"})
  void eventsComeOldestFirstIfAskedFor(String direction) {
    assertThat(uids("\"sortDirection\":" + direction))
        .containsExactly("e1", "e2", "e3", "e4", "e5");
  }

  @Test
  void eventsAreFilteredByTime() {
    assertThat(
            uids("\"since\":\"2026-01-31T12:00:02Z\",\"until\":\"2026-01-31T13:00:04.000+01:00\""))
        .containsExactly("e3", "e2");
  }

  @Test
  void eventsAfterOneSeenComeInEitherDirection() {
    assertThat(uids("\"sinceEventUid\":\"e3\"")).containsExactly("e5", "e4");
    assertThat(uids("\"sinceEventUid\":\"e3\",\"sortDirection\":\"SORT_DIRECTION_ASC\""))
        .containsExactly("e4", "e5");
    assertThat(uids("\"sinceEventUid\":\"e5\"")).isEmpty();
  }

  @Test
  void eventsUpToOneComeInEitherDirectionWithItself() {
    assertThat(uids("\"untilEventUid\":\"e3\"")).containsExactly("e3", "e2", "e1");
    assertThat(uids("\"untilEventUid\":\"e3\",\"sortDirection\":\"SORT_DIRECTION_ASC\""))
        .containsExactly("e1", "e2", "e3");
    assertThat(uids("\"sinceEventUid\":\"e2\",\"untilEventUid\":\"e4\""))
        .containsExactly("e4", "e3");
    assertThat(uids("\"sinceEventUid\":\"e3\",\"until_event_uid\":\"e3\"")).isEmpty();
    assertThat(lines(server.get(EXPORT + "?untilEventUid=e2"))).containsExactly("e1", "e2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"sortDirection\":\"ASC\"",
        "\"untilEventUid\":\"e4\"",
        "\"sinceEventUid\":\"e1\"",
        "\"pageSize\":2"
      })
  void pagesShowEveryEventOnce(String filter) {
    List<String> whole = uids(filter.contains("pageSize") ? "" : filter);
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      String size = filter.contains("pageSize") ? filter : filter + ",\"pageSize\":2";
      JsonObject page =
          ApiServer.json(server.post(EVENTS, "{" + size + ",\"pageToken\":\"" + token + "\"}"));
      page.getJsonArray("list").forEach(event -> seen.add(uid(event)));
      token = page.getString("nextPageToken");
    } while (!token.isEmpty());
    assertThat(seen).isEqualTo(whole);
  }

  @Test
  void anEventIsShapedAsOcsf() {
    JsonObject event =
        ApiServer.json(server.post(EVENTS, "{\"pageSize\":1}"))
            .getJsonArray("list")
            .getJsonObject(0);
    assertThat(event.getLong("time")).isEqualTo(ApiSamples.AT.plusSeconds(5).toEpochMilli());
    assertThat(event.getJsonObject("unmapped").getString("event")).isEqualTo("paused_run");
    assertThat(event.getJsonObject("unmapped").getLong("pausedCount")).isEqualTo(5);
  }

  @Test
  void anExportHasEveryEventAsALineOldestFirst() {
    server.store.events.addAll(ApiSamples.events(500).subList(5, 500));
    HttpResponse<String> response = server.get(EXPORT);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(response.body()).endsWith("\n");
    assertThat(lines(response))
        .isEqualTo(IntStream.rangeClosed(1, 500).mapToObj(n -> "e" + n).toList());
  }

  @Test
  void anExportTellsThePlaceOfAnEventInTheChainAndAPageDoesNot() {
    JsonObject line = new JsonObject(server.get(EXPORT).body().lines().findFirst().orElseThrow());
    JsonObject event =
        ApiServer.json(server.post(EVENTS, "{\"pageSize\":1,\"sortDirection\":\"ASC\"}"))
            .getJsonArray("list")
            .getJsonObject(0);

    assertThat(line.getJsonObject("unmapped").remove("chain"))
        .isEqualTo(new JsonObject().put("number", 1));
    assertThat(line).isEqualTo(event);
  }

  @Test
  void anExportGoesOnFromTheLastLineOfTheOneBefore() {
    assertThat(lines(server.get(EXPORT + "?sinceEventUid=e3"))).containsExactly("e4", "e5");
    assertThat(lines(server.get(EXPORT + "?since_event_uid=e3"))).containsExactly("e4", "e5");
    assertThat(lines(server.get(EXPORT + "?sinceEventUid=e5"))).isEmpty();
  }

  @Test
  void anExportIsFilteredByTime() {
    assertThat(lines(server.get(EXPORT + "?since=2026-01-31T12:00:02Z&until=2026-01-31T12:00:04Z")))
        .containsExactly("e2", "e3");
  }

  @Test
  void anExportEndsAtTheMomentItBegan() {
    server.store.events.addAll(ApiSamples.events(200).subList(5, 200));
    server.store.afterPage =
        () -> server.store.events.add(ApiSamples.events(1_000).get(server.store.events.size()));
    assertThat(lines(server.get(EXPORT))).hasSizeBetween(200, 201);
  }

  @ParameterizedTest
  @CsvSource({
    "since=yesterday, since is",
    "until=2026-13-01T00:00:00Z, until is",
    "since=%2B999999999-01-01T00:00:00Z, since is",
    "sinceEventUid=none, sinceEventUid is",
    "sinceEventUid=a%00b, sinceEventUid contains NUL"
  })
  void badParametersOfAnExportAreNamed(String query, String expected) {
    BadInputTest.assertRefused(server.get(EXPORT + "?" + query), 400, 3, expected);
  }

  private static List<String> lines(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body().lines().map(line -> uid(new JsonObject(line))).toList();
  }

  private static List<String> uids(String filters) {
    return ApiServer.json(server.post(EVENTS, "{" + filters + "}")).getJsonArray("list").stream()
        .map(SystemLogTest::uid)
        .toList();
  }

  private static String uid(Object event) {
    return ((JsonObject) event).getJsonObject("metadata").getString("uid");
  }
}
