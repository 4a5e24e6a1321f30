package io.spillway.store.sql;

import io.spillway.store.BlockingWait;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Rows of a table that are kept for some time after they were recorded, by the clock of the
 * database, on which nodes with wrong clocks agree.
 *
 * @param table has a column {@code recorded_at}
 * @param key its primary key
 */
record ExpiringRows(String table, String key) {
  private static final int ROWS_TOGETHER = 1_000;

  /** Deletes what is at least so old, a few at a time, since triggers wait for the same writer. */
  int forget(GroupCommit writer, Duration age) {
    int forgotten = 0;
    int rows;
    do {
      rows =
          BlockingWait.on(
              writer.submit(session -> forgetSome(session, age), WriteQueue.Priority.BULK));
      forgotten += rows;
    } while (rows == ROWS_TOGETHER);
    return forgotten;
  }

  private int forgetSome(WriterSession session, Duration age) throws SQLException {
    return session.update(
        "DELETE FROM "
            + table
            + " WHERE "
            + key
            + " IN (SELECT "
            + key
            + " FROM "
            + table
            + " WHERE recorded_at <= "
            + session.dialect().nowMillis()
            + " - ? ORDER BY recorded_at LIMIT ?)",
        age.toMillis(),
        ROWS_TOGETHER);
  }
}
