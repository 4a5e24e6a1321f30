package io.spillway.store.sql;

import io.spillway.store.AnsweredRequest;
import io.spillway.store.AutomationStore;
import io.spillway.store.RequestKey;
import io.spillway.store.StaleWriteException;
import io.vertx.core.json.JsonArray;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests with an idempotency key carried out recently, in SQL: one row each, written in the
 * transaction of their results.
 */
final class RequestLog {
  private static final ExpiringRows ROWS = new ExpiringRows("answered_request", "key_id");

  private final GroupCommit writer;
  private final QueryRunner reader;

  RequestLog(GroupCommit writer, QueryRunner reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Inserts, within the writer's transaction, the requests that a commit answers.
   *
   * @throws StaleWriteException if one of the keys was answered before and has not expired
   */
  static void write(WriterSession session, List<AnsweredRequest> answered) throws SQLException {
    for (AnsweredRequest request : answered) {
      String now = session.dialect().nowMillis();
      int inserted =
          session.update(
              "INSERT INTO answered_request (key_id, content, execution_id, resolution_id,"
                  + " recorded_at) VALUES (?, ?, ?, ?, "
                  + now
                  + ") ON CONFLICT (key_id) DO UPDATE SET content = excluded.content,"
                  + " execution_id = excluded.execution_id,"
                  + " resolution_id = excluded.resolution_id,"
                  + " recorded_at = excluded.recorded_at"
                  + " WHERE answered_request.recorded_at <= "
                  + now
                  + " - ?",
              request.key().id(),
              request.key().content(),
              request.executionId(),
              request.resolutionId(),
              AutomationStore.REQUESTS_KEPT.toMillis());
      if (inserted == 0) {
        throw new StaleWriteException("the request with key", request.key().id(), 0);
      }
    }
  }

  /** Those of these keys that were answered, by id. */
  Map<String, AnsweredRequest> answered(Collection<String> keyIds) {
    Map<String, AnsweredRequest> answered = new HashMap<>();
    reader
        .list(
            "SELECT * FROM answered_request WHERE recorded_at > "
                + reader.dialect().nowMillis()
                + " - ? AND key_id IN ("
                + reader.dialect().texts()
                + ")",
            row ->
                new AnsweredRequest(
                    new RequestKey(
                        QueryRunner.text(row, "key_id"), QueryRunner.text(row, "content")),
                    row.getLong("execution_id"),
                    QueryRunner.text(row, "resolution_id")),
            AutomationStore.REQUESTS_KEPT.toMillis(),
            new JsonArray(List.copyOf(keyIds)).encode())
        .forEach(request -> answered.put(request.key().id(), request));
    return answered;
  }

  int deleteOlderThan(Duration age) {
    return ROWS.deleteOlderThan(writer, age);
  }
}
