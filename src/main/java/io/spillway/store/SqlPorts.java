package io.spillway.store;

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
  static SqlPorts over(GroupCommit writer, Reader reader, Clock clock) {
    return new SqlPorts(
        writer,
        new SqlAutomations(writer, reader, clock),
        new SqlExecutions(writer, reader),
        new SqlAuditLog(writer, reader),
        new SqlIdentity(writer, reader, clock));
  }

  /** Makes a small write durable. */
  void check() {
    Waiting.on(
        writer.write(
            session ->
                session.update("UPDATE counter SET value = value + 1 WHERE name = 'check'")));
  }
}
