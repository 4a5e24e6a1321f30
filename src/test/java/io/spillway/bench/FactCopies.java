package io.spillway.bench;

import io.spillway.execution.ExecutionIds;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the facts of a segment to the segments after it, within SQLite: a third of the time that
 * the store's port takes. It knows of the store no more than a table and the column of its key.
 */
final class FactCopies implements AutoCloseable {
  private static final int SEGMENTS_TOGETHER = 256;

  private final Connection connection;

  /**
   * @param database that a store has open, and nobody writes to meanwhile
   */
  FactCopies(Path database) {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + database);
      // The store syncs its database when it closes.
      run("PRAGMA synchronous = OFF");
      run("PRAGMA busy_timeout = 60000");
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Gives every segment of a backlog the facts of its first one. */
  void spread(Backlog backlog) {
    try {
      String others = String.join(", ", otherColumns());
      try (PreparedStatement copy =
          connection.prepareStatement(
              "INSERT INTO execution (execution_id, "
                  + others
                  + ") SELECT execution_id + ?, "
                  + others
                  + " FROM execution WHERE execution_id >= ? AND execution_id < ?")) {
        for (int from = 1; from < backlog.segments(); from += SEGMENTS_TOGETHER) {
          copyTogether(copy, backlog, from);
        }
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void copyTogether(PreparedStatement copy, Backlog backlog, int from) throws SQLException {
    run("BEGIN IMMEDIATE");
    int end = Math.min(from + SEGMENTS_TOGETHER, backlog.segments());
    for (int segment = from; segment < end; segment++) {
      copy.setLong(1, (long) segment * ExecutionIds.SLOTS);
      copy.setLong(2, backlog.executionId(0, 0));
      copy.setLong(3, backlog.executionId(0, 0) + backlog.countIn(segment));
      copy.executeUpdate();
    }
    run("COMMIT");
  }

  private List<String> otherColumns() throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name FROM pragma_table_info('execution') WHERE name <> 'execution_id'")) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    return columns;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static IllegalStateException failed(SQLException cause) {
    return new IllegalStateException("copying facts: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
