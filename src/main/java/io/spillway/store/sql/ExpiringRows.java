package io.spillway.store.sql;

import io.spillway.store.BlockingWait;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Rows of a table that expire some time after they were recorded, by the clock of the database, so
 * that the clocks of nodes do not matter.
 *
 * @param table has a column {@code recorded_at}
 * @param key its primary key
 */
record ExpiringRows(String table, String key) {
  private static final int MAX_BATCH = 1_000;

  /** Deletes rows of at least this age, in batches, since triggers wait for the same writer. */
  int deleteOlderThan(GroupCommit writer, Duration age) {
    int deleted = 0;
    int rows;
    do {
      rows =
          BlockingWait.on(
              writer.submit(session -> deleteBatch(session, age), WriteQueue.Priority.BULK));
      deleted += rows;
    } while (rows == MAX_BATCH);
    return deleted;
  }

  private int deleteBatch(WriterSession session, Duration age) throws SQLException {
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
        MAX_BATCH);
  }
}
