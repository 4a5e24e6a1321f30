package io.spillway.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which commands the owners of automations carried out lately, in SQL: a row for each step that
 * carried any out. Times are those of the database, on which nodes with wrong clocks agree.
 */
final class OperationLog {
  private static final int ROWS_TOGETHER = 1_000;

  private final GroupCommit writer;
  private final Reader reader;

  OperationLog(GroupCommit writer, Reader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Notes within the writer's transaction what a step carries out, if anything. */
  static void write(Session session, AutomationRecord next, Map<Long, Long> operations)
      throws SQLException {
    if (operations.isEmpty()) {
      return;
    }
    session.update(
        "INSERT INTO operation_log (automation_id, revision, recorded_at, operations)"
            + " VALUES (?, ?, "
            + session.dialect().nowMillis()
            + ", ?)",
        next.automation().id(),
        next.revision(),
        Operations.pack(operations));
  }

  /** Some of the operations of a step. */
  private record Step(long revision, Map<Long, Long> operations) {}

  /** Reads from the newest step backwards, until all are found: who asks has just sent them. */
  Map<Long, Long> applied(String automationId, Collection<Long> operationIds) {
    Set<Long> wanted = Set.copyOf(operationIds);
    Map<Long, Long> applied = new HashMap<>();
    long before = Long.MAX_VALUE;
    boolean more = true;
    while (more && applied.size() < wanted.size()) {
      List<Step> steps =
          reader.list(
              "SELECT revision, operations FROM operation_log"
                  + " WHERE automation_id = ? AND revision < ? ORDER BY revision DESC LIMIT ?",
              row -> step(row, wanted),
              automationId,
              before,
              ROWS_TOGETHER);
      steps.forEach(step -> applied.putAll(step.operations()));
      more = steps.size() == ROWS_TOGETHER;
      before = more ? steps.get(ROWS_TOGETHER - 1).revision() : before;
    }
    return applied;
  }

  private static Step step(ResultSet row, Set<Long> wanted) throws SQLException {
    return new Step(row.getLong("revision"), Operations.unpack(row.getBytes("operations"), wanted));
  }

  /** Deletes a few at a time, since triggers wait for the same writer. */
  int forget(Duration age) {
    int forgotten = 0;
    int rows;
    do {
      rows = Waiting.on(writer.submit(session -> forgetSome(session, age), WriteQueue.Line.BULK));
      forgotten += rows;
    } while (rows == ROWS_TOGETHER);
    return forgotten;
  }

  private static int forgetSome(Session session, Duration age) throws SQLException {
    return session.update(
        "DELETE FROM operation_log WHERE (automation_id, revision) IN (SELECT automation_id,"
            + " revision FROM operation_log WHERE recorded_at <= "
            + session.dialect().nowMillis()
            + " - ? ORDER BY recorded_at LIMIT ?)",
        age.toMillis(),
        ROWS_TOGETHER);
  }
}
