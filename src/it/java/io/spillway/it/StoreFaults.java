package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes the SQLite database of a running node refuse or delay what moves executions. The schema is
 * the node's own again after its end.
 */
final class StoreFaults {
  private static final String NAME = "fault_of_a_test";
  private static final int BUSY_MILLIS = 60_000;

  private final Connection database;

  private StoreFaults(Path data, String when, String what) {
    try {
      database = connect(data);
      execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      execute(
          "CREATE TRIGGER %s BEFORE UPDATE ON segment WHEN %s BEGIN %s; END"
              .formatted(NAME, when, what));
    } catch (SQLException e) {
      throw new AssertionError("the fault could not be brought in", e);
    }
  }

  /** Refuses every change of the states of an automation's executions. */
  static StoreFaults refusing(Path data, String automationId, String cause) {
    return new StoreFaults(
        data, "NEW.automation_id = '" + automationId + "'", "SELECT RAISE(ABORT, '" + cause + "')");
  }

  /** Takes a second or more for each segment of an automation that a decision moves. */
  static StoreFaults slowing(Path data, String automationId) {
    return new StoreFaults(
        data,
        "NEW.automation_id = '" + automationId + "' AND NEW.paused < OLD.paused",
        "SELECT count(*) FROM (WITH RECURSIVE number(n) AS"
            + " (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 12000000) SELECT n FROM number)");
  }

  /** Makes the oldest segment of an automation unreadable. For a database that no node has open. */
  static void damageOldestSegment(Path data, String automationId) {
    try (Connection database = connect(data);
        Statement statement = database.createStatement()) {
      int damaged =
          statement.executeUpdate(
              "UPDATE segment SET image = x'00' WHERE segment_id = (SELECT min(segment_id) FROM"
                  + " segment WHERE automation_id = '%s')".formatted(automationId));
      assertThat(damaged).isEqualTo(1);
    } catch (SQLException e) {
      throw new AssertionError("the segment could not be damaged", e);
    }
  }

  private static Connection connect(Path data) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("spillway.db"));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  void end() {
    try (database) {
      execute("DROP TRIGGER " + NAME);
    } catch (SQLException e) {
      throw new AssertionError("the fault could not be taken out", e);
    }
  }
}
