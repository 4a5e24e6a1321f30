package io.spillway.store.sql;

import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import io.vertx.core.json.JsonArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The failed segments of resolutions in SQL, one row each. */
final class FailureLog {
  private FailureLog() {}

  /** Inserts, within the writer's transaction, the failed segments of a finished resolution. */
  static void write(WriterSession session, Resolution resolution, List<FailedSegment> failed)
      throws SQLException {
    for (FailedSegment segment : failed) {
      session.update(
          "INSERT INTO resolution_failure (resolution_id, segment_id, cause, execution_runs)"
              + " VALUES (?, ?, ?, ?)",
          resolution.id(),
          segment.segmentId(),
          segment.cause(),
          new JsonArray(segment.ranges()).encode());
    }
  }

  static List<FailedSegment> read(
      QueryRunner reader, String resolutionId, long afterSegmentId, int limit) {
    return reader.list(
        "SELECT segment_id, cause, execution_runs FROM resolution_failure"
            + " WHERE resolution_id = ? AND segment_id > ? ORDER BY segment_id LIMIT ?",
        FailureLog::failedSegment,
        resolutionId,
        afterSegmentId,
        limit);
  }

  private static FailedSegment failedSegment(ResultSet row) throws SQLException {
    return new FailedSegment(
        row.getLong("segment_id"),
        QueryRunner.text(row, "cause"),
        new JsonArray(QueryRunner.text(row, "execution_runs"))
            .stream().map(id -> ((Number) id).longValue()).toList());
  }
}
