package io.spillway.store.sql;

import io.spillway.store.AuditLog;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import io.spillway.store.IdentityStore;
import java.time.Clock;

/**
 * The ports of a store over one writer and its readers.
 *
 * @param writer makes what the ports write durable
 * @param automations over both
 * @param executions over both
 * @param auditLog over both
 * @param identity over both
 */
record SqlPorts(
    GroupCommit writer,
    AutomationStore automations,
    ExecutionStore executions,
    AuditLog auditLog,
    IdentityStore identity) {
  static SqlPorts over(GroupCommit writer, QueryRunner reader, Clock clock) {
    return new SqlPorts(
        writer,
        new SqlAutomations(writer, reader, clock),
        new SqlExecutions(writer, reader),
        new SqlAuditLog(writer, reader),
        new SqlIdentityStore(writer, reader, clock));
  }

  /** Makes a small write durable. */
  void check() {
    BlockingWait.on(
        writer.write(
            session ->
                session.update("UPDATE counter SET value = value + 1 WHERE name = 'check'")));
  }
}
