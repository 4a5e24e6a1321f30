package io.spillway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemLogTest {
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
    server.store.events.addAll(Samples.events(5));
  }

  @Test
  void eventsComeNewestFirst() {
    assertThat(uids("")).containsExactly("e5", "e4", "e3", "e2", "e1");
    assertThat(uids("\"sortDirection\":\"SORT_DIRECTION_UNSPECIFIED\"")).startsWith("e5");
    assertThat(uids("\"sortDirection\":\"DESC\"")).startsWith("e5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ASC", "SORT_DIRECTION_ASC"})
  void eventsComeOldestFirstIfAskedFor(String direction) {
    assertThat(uids("\"sortDirection\":\"" + direction + "\""))
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

  @ParameterizedTest
  @ValueSource(
      strings = {"\"sortDirection\":\"ASC\"", "\"sinceEventUid\":\"e1\"", "\"pageSize\":2"})
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
    assertThat(event.getLong("time")).isEqualTo(Samples.AT.plusSeconds(5).toEpochMilli());
    assertThat(event.getJsonObject("unmapped").getString("event")).isEqualTo("paused_run");
    assertThat(event.getJsonObject("unmapped").getLong("pausedCount")).isEqualTo(5);
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
