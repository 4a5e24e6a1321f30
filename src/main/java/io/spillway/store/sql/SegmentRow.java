package io.spillway.store.sql;

import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.StepCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Reads the row of a segment without its image. */
final class SegmentRow {
  private SegmentRow() {}

  /** What was saved, without executions that were added since. */
  static SegmentSummary summary(ResultSet row) throws SQLException {
    int count = row.getInt("slot_count");
    int paused = row.getInt("paused");
    return new SegmentSummary(
        row.getLong("segment_id"),
        row.getLong("version"),
        count,
        paused,
        row.getInt("states"),
        counts(row, count - paused));
  }

  /**
   * @param notPaused executions that may be pending if the row does not say how many are
   */
  private static StepCounts counts(ResultSet row, int notPaused) throws SQLException {
    int pending = row.getInt("pending");
    if (row.wasNull()) {
      return StepCounts.ofPending(notPaused);
    }
    return new StepCounts(
        pending,
        row.getInt("queued"),
        row.getInt("running"),
        row.getInt("waiting"),
        QueryRunner.instant(row, "next_due_at").map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
  }
}
