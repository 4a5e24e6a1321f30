package io.spillway.store.sql;

import io.spillway.store.AutomationRecord;
import io.spillway.store.StaleWriteException;
import io.vertx.core.json.JsonArray;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands carried out recently, in SQL: one row each, whose key prevents that a repeated
 * command is carried out twice, on any node and however late it arrives. Times are those of the
 * database, so that the clocks of nodes do not matter.
 */
final class OperationLog {
  private static final ExpiringRows ROWS = new ExpiringRows("operation", "operation_id");

  private final GroupCommit writer;
  private final QueryRunner reader;

  OperationLog(GroupCommit writer, QueryRunner reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Inserts, within the writer's transaction, the commands of a commit.
   *
   * @throws StaleWriteException if one of the commands was carried out before
   */
  static void write(WriterSession session, AutomationRecord next, Map<Long, Long> operations)
      throws SQLException {
    if (operations.isEmpty()) {
      return;
    }
    JsonArray pairs = new JsonArray();
    operations.forEach((id, executionId) -> pairs.add(new JsonArray().add(id).add(executionId)));
    Dialect dialect = session.dialect();
    int inserted =
        session.update(
            "INSERT INTO operation (operation_id, automation_id, execution_id, recorded_at)"
                + " SELECT first, ?, second, "
                + dialect.nowMillis()
                + " FROM ("
                + dialect.pairs()
                + ") AS carried_out WHERE true ON CONFLICT (operation_id) DO NOTHING",
            next.automation().id(),
            pairs.encode());
    if (inserted < operations.size()) {
      throw new StaleWriteException(
          "an operation on automation", next.automation().id(), next.revision() - 1);
    }
  }

  /** The executions created by those of these commands that were carried out. */
  Map<Long, Long> applied(String automationId, Collection<Long> operationIds) {
    Map<Long, Long> applied = new HashMap<>();
    reader
        .list(
            "SELECT operation_id, execution_id FROM operation WHERE automation_id = ?"
                + " AND operation_id IN ("
                + reader.dialect().numbers()
                + ")",
            row -> Map.entry(row.getLong("operation_id"), row.getLong("execution_id")),
            automationId,
            new JsonArray(List.copyOf(operationIds)).encode())
        .forEach(entry -> applied.put(entry.getKey(), entry.getValue()));
    return applied;
  }

  int deleteOlderThan(Duration age) {
    return ROWS.deleteOlderThan(writer, age);
  }
}
