package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of automations whose definitions are more than fits one page. */
class LargeDefinitionsTest {
  private static final ApiServer SERVER = new ApiServer();
  private static final Instant FIRST = Instant.parse("2026-02-01T00:00:00Z");
  private static final int STEPS = 700_000;
  private static final int AUTOMATIONS = 8;

  @BeforeEach
  void create() {
    SERVER.reset();
    for (int i = 0; i < AUTOMATIONS; i++) {
      Automation plain = ApiServer.automation("large-" + i, FIRST.plusSeconds(i));
      SERVER.store.put(
          new Automation(
              plain.id(),
              plain.profile(),
              true,
              false,
              new Automation.Document(
                  "[{\"s\":\"" + "x".repeat(STEPS) + "\"}]",
                  "[]",
                  plain.document().triggers(),
                  "[]",
                  "{}"),
              plain.annotations(),
              plain.limit(),
              RunnerSettings.EXTERNAL,
              1,
              plain.createdAt(),
              plain.deletedAt()));
    }
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"query\":\"large\"",
        "{\"query\":\"large\",\"sortField\":\"AUTOMATION_SORT_FIELD_DISPLAY_NAME\"",
        "{\"query\":\"large\",\"triggerTypes\":[\"TRIGGER_TYPE_USER_CREATED\"]"
      })
  void aPageEndsEarlyAndTheNextGoesOnWithoutGapOrRepeat(String search) {
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      HttpResponse<String> answer =
          SERVER.post(
              "/api/v1/search/automations",
              search + ",\"pageSize\":100,\"pageToken\":\"" + token + "\"}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body().length()).isLessThan(3 * STEPS + 10_000);
      JsonObject page = ApiServer.json(answer);
      JsonArray list = page.getJsonArray("list");
      for (int i = 0; i < list.size(); i++) {
        seen.add(list.getJsonObject(i).getString("id"));
      }
      token = page.getString("nextPageToken");
    } while (!token.isEmpty());
    assertThat(seen).hasSize(AUTOMATIONS).doesNotHaveDuplicates();
  }

  @Test
  void whatIsHeldForAPageIsGivenBack() {
    SERVER.post("/api/v1/search/automations", "{\"query\":\"large\"}");

    await().until(() -> SERVER.gate.memory().taken() == 0);
  }
}
