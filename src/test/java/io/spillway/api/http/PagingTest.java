package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionState;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
  private static final String SEARCH = "/api/v1/search/automations";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

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
    for (int i = 2; i <= 130; i++) {
      // Pairs have the same time, so that the id decides the order.
      server.store.put(ApiServer.automation("a" + (1000 + i), START.plusSeconds(i / 2)));
    }
  }

  @Test
  void pagesShowEveryRowOnceThoughRowsAreAdded() {
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonObject page =
          ApiServer.json(
              server.post(
                  SEARCH, new JsonObject().put("pageSize", 7).put("pageToken", token).encode()));
      page.getJsonArray("list").forEach(row -> seen.add(((JsonObject) row).getString("id")));
      server.store.put(ApiServer.automation("new" + seen.size(), START.plusSeconds(10_000)));
      token = page.getString("nextPageToken");
    } while (!token.isEmpty());
    assertThat(seen).hasSize(130).doesNotHaveDuplicates().startsWith("a1130").endsWith("a1");
  }

  @Test
  void aPageHasTwentyFiveRowsUnlessAskedOtherwiseAndAHundredAtMost() {
    assertThat(rows(server.get("/api/v1/automations"))).isEqualTo(25);
    assertThat(rows(server.get("/api/v1/automations?pageSize=0"))).isEqualTo(25);
    assertThat(rows(server.get("/api/v1/automations?page_size=3"))).isEqualTo(3);
    assertThat(rows(server.get("/api/v1/automations?pageSize=1000"))).isEqualTo(100);
    assertThat(rows(server.post(SEARCH, "{\"pageSize\":1000}"))).isEqualTo(100);
  }

  @Test
  void listsTakeTheTokenInBothSpellings() {
    String token =
        ApiServer.json(server.get("/api/v1/automations?pageSize=100")).getString("nextPageToken");
    assertThat(rows(server.get("/api/v1/automations?pageSize=100&pageToken=" + token)))
        .isEqualTo(30);
    assertThat(rows(server.get("/api/v1/automations?pageSize=100&page_token=" + token)))
        .isEqualTo(30);
  }

  @Test
  void aPageSizeThatIsNoneIsRefused() {
    BadInputTest.assertRefused(
        server.get("/api/v1/automations?pageSize=-1"), 400, 3, "pageSize is \"-1\"");
    BadInputTest.assertRefused(server.get("/api/v1/automations?pageSize=x"), 400, 3, "pageSize");
    BadInputTest.assertRefused(server.post(SEARCH, "{\"pageSize\":-1}"), 400, 3, "pageSize is -1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "!!", "AQ", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void aForeignTokenIsRefused(String token) {
    BadInputTest.assertRefused(
        server.post(SEARCH, new JsonObject().put("pageToken", token).encode()),
        400,
        3,
        "pageToken \"" + token);
  }

  @Test
  void aTokenOfAnotherQueryIsRefused() {
    String token =
        ApiServer.json(server.post(SEARCH, "{\"query\":\"Name\"}")).getString("nextPageToken");
    assertThat(token).isNotEmpty();
    for (String body :
        List.of(
            "{\"query\":\"Nam\",\"pageToken\":\"" + token + "\"}",
            "{\"pageToken\":\"" + token + "\"}")) {
      BadInputTest.assertRefused(server.post(SEARCH, body), 400, 3, "same query");
    }
    BadInputTest.assertRefused(
        server.post("/api/v1/search/automation_executions", "{\"pageToken\":\"" + token + "\"}"),
        400,
        3,
        "same query");
    assertThat(
            server
                .post(SEARCH, "{\"query\":\"Name\",\"pageToken\":\"" + token + "\"}")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aTamperedTokenIsRefused() {
    String token = ApiServer.json(server.post(SEARCH, "{}")).getString("nextPageToken");
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'w' : 'A';
      String tampered = token.substring(0, i) + other + token.substring(i + 1);
      BadInputTest.assertRefused(
          server.post(SEARCH, new JsonObject().put("pageToken", tampered).encode()),
          400,
          3,
          "pageToken");
    }
  }

  @Test
  void aSearchByTriggerTypeGoesOnBehindRowsThatDoNotMatch() {
    JsonObject page =
        ApiServer.json(
            server.post(
                SEARCH, "{\"triggerTypes\":[\"TRIGGER_TYPE_USER_CREATED\"],\"pageSize\":100}"));
    assertThat(page.getJsonArray("list")).hasSize(100);
    assertThat(page.getString("nextPageToken")).isNotEmpty();
    JsonObject none =
        ApiServer.json(server.post(SEARCH, "{\"triggerTypes\":[\"TRIGGER_TYPE_WEBHOOK\"]}"));
    assertThat(none.getJsonArray("list")).isEmpty();
    assertThat(none.getString("nextPageToken")).isEmpty();
  }

  @Test
  void executionsArePagedByTheirPlace() {
    for (int i = 1; i <= 30; i++) {
      server.executions.add(i, "a1", ExecutionState.DONE, "{}");
    }
    JsonObject first = ApiServer.json(server.get("/api/v1/automation_executions?pageSize=20"));
    assertThat(first.getJsonArray("automationExecutions")).hasSize(20);
    JsonObject second =
        ApiServer.json(
            server.get(
                "/api/v1/automation_executions?pageSize=20&pageToken="
                    + first.getString("nextPageToken")));
    assertThat(second.getJsonArray("automationExecutions")).hasSize(10);
    assertThat(second.getString("nextPageToken")).isEmpty();
  }

  private static int rows(HttpResponse<String> response) {
    return ApiServer.json(response).getJsonArray("list").size();
  }
}
