package io.spillway.app;

import static io.spillway.app.NodeApi.CANCEL;
import static io.spillway.app.NodeApi.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.testing.DamagedPages;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does with rows of its database that are damaged or cannot be written. */
class DamagedSegmentTest {
  private static final int SLOTS = ExecutionIds.SLOTS;

  @TempDir Path directory;

  @Test
  void aReviewAndADecisionGoOnWithoutAnUnreadableSegment() throws Exception {
    String id;
    List<Long> paused;
    try (NodeApi api = NodeApi.start(directory)) {
      id = api.tripped();
      paused = api.pause(id, IntStream.range(0, 2_200).mapToObj(i -> "{\"n\":" + i % 2 + "}"));
    }
    long damaged = segmentOf(paused, 1_500);
    sql("UPDATE segment SET image = substr(image, 1, 500) WHERE segment_id = " + damaged);
    int readable = 2_200 - SLOTS;

    try (NodeApi api = NodeApi.start(directory)) {
      JsonObject all = api.review(id, "{\"summaryFields\":[\"n\"]}");
      JsonObject even = api.review(id, "{\"contextEquals\":{\"n\":0}}");
      int evenCount = even.getJsonObject("summary").getInteger("count");

      assertThat(all.getJsonObject("summary").getInteger("count")).isEqualTo(readable);
      assertThat(all.getJsonArray("list")).hasSize(25);
      assertUnreadable(all.getJsonArray("unreadable"), damaged);
      assertUnreadable(even.getJsonArray("unreadable"), damaged);
      assertThat(counts(api.resolve(id, RUN, even))).containsExactly(evenCount, 0);

      JsonObject rest = api.resolve(id, CANCEL, "");

      assertThat(counts(rest)).containsExactly(readable - evenCount, SLOTS);
      JsonObject row = auditRow(api, rest.getString("bulkActionId"));
      assertThat(row.getInteger("pausedCount")).isEqualTo(readable - evenCount);
      assertThat(row.getInteger("erroredCount")).isEqualTo(SLOTS);
      assertUnreadable(row.getJsonArray("unreadable"), damaged);
      assertThat(api.paused(id)).isEqualTo(SLOTS);

      List<JsonObject> manifest =
          api.manifest(id, rest.getString("bulkActionId")).lines().map(JsonObject::new).toList();
      assertThat(manifest).hasSize(readable - evenCount + 1);
      assertUnreadable(
          new JsonArray(
              manifest.stream()
                  .filter(line -> "unreadable".equals(line.getString("outcome")))
                  .toList()),
          damaged);
    }
  }

  @Test
  void anUnreadableNewestSegmentTakesNoFurtherExecutions() throws Exception {
    String id;
    List<Long> paused;
    try (NodeApi api = NodeApi.start(directory)) {
      id = api.tripped();
      paused = api.pause(id, "{}", "{}", "{}");
      // Only a change of the state of an execution saves a segment that is not full.
      api.post("/api/v1/automation_executions/" + paused.get(0) + "/actions/terminate", "");
    }
    long damaged = segmentOf(paused, 0);
    sql("UPDATE segment SET image = x'02' WHERE segment_id = " + damaged);

    try (NodeApi api = NodeApi.start(directory)) {
      List<Long> later = api.pause(id, "{}", "{}");

      assertThat(segmentOf(later, 0)).isNotEqualTo(damaged);
      assertThat(api.paused(id)).isEqualTo(4);
      JsonObject review = api.review(id, "{}");
      assertUnreadable(review.getJsonArray("unreadable"), damaged);
      assertThat(counts(api.resolve(id, RUN, review))).containsExactly(2, 0);
      assertThat(counts(api.resolve(id, RUN, ""))).containsExactly(0, 2);
    }
  }

  @Test
  void contextsThatCannotBeReadAreNamedAndTheRestIsReviewed() throws Exception {
    String id;
    List<Long> paused;
    try (NodeApi api = NodeApi.start(directory)) {
      id = api.tripped();
      paused = api.pause(id, Collections.nCopies(1_500, "{\"n\":1}").stream());
    }
    long first = segmentOf(paused, 0);
    sql(
        "UPDATE fact_block SET layout = x'01' WHERE first_execution_id = (SELECT"
            + " max(first_execution_id) FROM fact_block WHERE execution_count > 1 AND"
            + " first_execution_id < "
            + ExecutionIds.of(first + 1, 0)
            + ")");

    try (NodeApi api = NodeApi.start(directory)) {
      JsonObject review = api.review(id, "{\"contextEquals\":{\"n\":1}}");

      assertUnreadable(review.getJsonArray("unreadable"), first);
      int count = review.getJsonObject("summary").getInteger("count");
      assertThat(count).isEqualTo(1_501 - SLOTS);
      assertThat(counts(api.resolve(id, RUN, review))).containsExactly(count, 0);
      // A decision that does not depend on the contexts does not read them.
      assertThat(counts(api.resolve(id, RUN, ""))).containsExactly(1_500 - count, 0);
    }
  }

  @Test
  void damagedPagesAreNamedAndLeaveTheNodeReady() throws Exception {
    String id;
    List<Long> paused;
    try (NodeApi api = NodeApi.start(directory)) {
      id = api.tripped();
      String large = "x".repeat(3_000);
      paused =
          api.pause(
              id,
              IntStream.range(0, 2_200)
                  .mapToObj(i -> "{\"n\":" + i + ",\"of\":\"m" + i + "-" + large + "\"}"));
      assertThat(checks(api).fieldNames()).containsExactly("cluster", "server", "store");
    }
    long damaged = segmentOf(paused, 1_500);
    int slotOfSegment = paused.indexOf(ExecutionIds.of(damaged, SLOTS / 2));
    DamagedPages.flipHeader(directory.resolve("spillway.db"), "m" + slotOfSegment + "-x");

    try (NodeApi api = NodeApi.start(directory)) {
      await().until(() -> checks(api).containsKey("data"));

      assertThat(checks(api).getString("data")).startsWith("DEGRADED: ");
      assertThat(checks(api).getString("store")).isEqualTo("UP");
      JsonObject review =
          api.review(id, "{\"contextFilters\":[{\"field\":\"n\",\"exists\":true}]}");
      assertUnreadable(review.getJsonArray("unreadable"), damaged);
      assertThat(counts(api.resolve(id, RUN, review)).get(0)).isEqualTo(2_200 - SLOTS);
    }
  }

  @Test
  void aDecisionIsRefusedIfWhatIsPausedIsOnDamagedPages() throws Exception {
    String id;
    long damaged;
    try (NodeApi api = NodeApi.start(directory)) {
      id = api.tripped();
      damaged = segmentOf(api.pause(id, "{}"), 0);
      for (int i = 0; i < 50; i++) {
        api.pause(id, "{\"of\":\"m" + i + "-x\"}");
      }
    }
    DamagedPages.flipHeader(directory.resolve("spillway.db"), "m25-x");

    try (NodeApi api = NodeApi.start(directory)) {
      HttpResponse<String> refused = api.tryToResolve(id, CANCEL, "");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body())
          .contains(
              "executions %d to %d cannot be read since the database is damaged"
                  .formatted(ExecutionIds.firstOf(damaged), ExecutionIds.lastOf(damaged)));
      await().until(() -> checks(api).containsKey("data"));
    }
  }

  private static JsonObject checks(NodeApi api) {
    return NodeApi.json(api.get("/health/ready")).getJsonObject("checks");
  }

  @Test
  void aRetryMovesExactlyWhatTheDecisionCouldNotMove() throws Exception {
    try (NodeApi api = NodeApi.start(directory)) {
      String id = api.tripped();
      List<Long> paused =
          api.pause(id, IntStream.range(0, 2_500).mapToObj(i -> "{\"n\":" + i % 2 + "}"));
      JsonObject review = api.review(id, "{\"contextEquals\":{\"n\":1}}");
      api.pause(id, Collections.nCopies(500, "{\"n\":1}").stream());
      long faulty = segmentOf(paused, 1_500);
      int failing =
          (int)
              IntStream.range(0, paused.size())
                  .filter(i -> i % 2 == 1 && ExecutionIds.segmentOf(paused.get(i)) == faulty)
                  .count();
      sql(
          "CREATE TRIGGER fault BEFORE UPDATE ON segment WHEN NEW.segment_id = "
              + faulty
              + " BEGIN SELECT RAISE(ABORT, 'fault of a test'); END");

      JsonObject cancelled = api.resolve(id, CANCEL, review);

      assertThat(counts(cancelled)).containsExactly(1_250 - failing, failing);
      sql("DROP TRIGGER fault");
      String retryOf = "\"retryOf\":\"" + cancelled.getString("bulkActionId") + "\"";
      assertThat(counts(api.resolve(id, CANCEL, retryOf))).containsExactly(failing, 0);
      assertThat(counts(api.resolve(id, CANCEL, retryOf))).containsExactly(0, 0);
      assertThat(api.paused(id)).isEqualTo(1_250 + 500);
      assertThat(api.status(id).getBoolean("tripped")).isTrue();
      JsonObject retried = api.status(id).getJsonArray("recent").getJsonObject(1);
      assertThat(retried.getString("retryOf")).isEqualTo(cancelled.getString("bulkActionId"));
    }
  }

  private static void assertUnreadable(JsonArray unreadable, long segmentId) {
    assertThat(unreadable).hasSize(1);
    JsonObject range = unreadable.getJsonObject(0);
    assertThat(range.getString("firstExecutionId"))
        .isEqualTo(Long.toString(ExecutionIds.of(segmentId, 0)));
    assertThat(range.getString("lastExecutionId"))
        .isEqualTo(Long.toString(ExecutionIds.of(segmentId, SLOTS - 1)));
    assertThat(range.getString("cause")).contains("segment " + segmentId + " cannot be read: ");
  }

  private static JsonObject auditRow(NodeApi api, String resolutionId) {
    return api.get("/api/v1/systemlog/export")
        .body()
        .lines()
        .map(line -> new JsonObject(line).getJsonObject("unmapped"))
        .filter(row -> resolutionId.equals(row.getString("resolutionId")))
        .findFirst()
        .orElseThrow();
  }

  private static List<Integer> counts(JsonObject resolved) {
    return List.of(resolved.getInteger("pausedCount"), resolved.getInteger("erroredCount"));
  }

  private static long segmentOf(List<Long> executionIds, int index) {
    // Concurrent triggers are answered in any order.
    return ExecutionIds.segmentOf(executionIds.stream().sorted().toList().get(index));
  }

  private void sql(String statement) throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spillway.db"));
        Statement sql = database.createStatement()) {
      sql.execute("PRAGMA busy_timeout = 60000");
      sql.execute(statement);
    }
  }
}
