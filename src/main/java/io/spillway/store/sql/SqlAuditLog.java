package io.spillway.store.sql;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.store.AuditLog;
import io.spillway.store.BlockingWait;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The system log in SQL. Whoever writes gives out numbers alone until it has committed, so their
 * order is the order of commits.
 */
final class SqlAuditLog implements AuditLog {
  private static final String INSERT_EVENT =
      "INSERT INTO audit_event (uid, kind, occurred_at, actor, automation_id, message, details)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING";
  // The plus keeps the databases from looking by time, and then sorting, what is to come by number.
  private static final String SELECT_EVENTS =
      "SELECT * FROM audit_event WHERE +occurred_at >= ? AND +occurred_at < ? AND number ";
  private static final String REMOVE_SOME =
      "DELETE FROM audit_event WHERE number IN (SELECT number FROM audit_event"
          + " WHERE occurred_at < ? AND number < ? ORDER BY occurred_at, number LIMIT ?)";
  private static final int REMOVED_TOGETHER = 500;

  private final GroupCommit writer;
  private final QueryRunner reader;

  SqlAuditLog(GroupCommit writer, QueryRunner reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Adds events at the end of the writer's transaction. */
  static void write(WriterSession session, List<AuditEvent> events) {
    if (!events.isEmpty()) {
      session.atEnd(ending -> insert(ending, events));
    }
  }

  /** Adds events now, at the end of the writer's transaction. */
  static void insert(WriterSession session, List<AuditEvent> events) throws SQLException {
    session.beforeAuditing();
    for (AuditEvent event : events) {
      session.update(
          INSERT_EVENT,
          event.uid(),
          event.kind(),
          event.at(),
          event.actor(),
          event.automationId(),
          event.message(),
          new JsonObject(new LinkedHashMap<>(event.details())).encode());
    }
  }

  @Override
  public CompletionStage<Void> append(List<AuditEvent> events) {
    return writer.write(session -> write(session, events));
  }

  @Override
  public List<Entry> page(Query query) {
    return reader.list(
        SELECT_EVENTS
            + (query.ascending() ? "> ? ORDER BY number" : "< ? ORDER BY number DESC")
            + " LIMIT ?",
        Rows::auditEntry,
        query.since().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
        query.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
        query.after().orElse(query.ascending() ? 0 : Long.MAX_VALUE),
        query.limit());
  }

  @Override
  public OptionalLong numberOf(String uid) {
    return number("SELECT number FROM audit_event WHERE uid = ?", uid);
  }

  @Override
  public OptionalLong newestBefore(Instant moment) {
    return number(
        "SELECT max(number) AS number FROM audit_event WHERE occurred_at < ?"
            + " HAVING max(number) IS NOT NULL",
        moment);
  }

  private OptionalLong number(String sql, Object parameter) {
    Optional<Long> number = reader.first(sql, row -> row.getLong("number"), parameter);
    return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
  }

  @Override
  public int removeSome(Instant moment, long belowNumber) {
    return BlockingWait.on(
        writer.submit(
            session -> session.update(REMOVE_SOME, moment, belowNumber, REMOVED_TOGETHER),
            WriteQueue.Priority.BULK));
  }
}
