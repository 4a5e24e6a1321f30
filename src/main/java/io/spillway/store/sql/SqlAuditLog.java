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
 * The system log in SQL. A transaction that numbers events excludes others until it has committed,
 * so the order of numbers is the order of commits.
 */
final class SqlAuditLog implements AuditLog {
  private static final String INSERT_EVENT =
      "INSERT INTO audit_event (uid, kind, occurred_at, actor, automation_id, message, details)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING";
  // The plus prevents the databases from using the index by time, and then sorting by number.
  private static final String SELECT_EVENTS =
      "SELECT * FROM audit_event WHERE +occurred_at >= ? AND +occurred_at < ? AND number ";
  private static final String REMOVE_SOME =
      "DELETE FROM audit_event WHERE number IN (SELECT number FROM audit_event"
          + " WHERE occurred_at < ? AND number < ? ORDER BY occurred_at, number LIMIT ?)";
  private static final int MAX_BATCH = 500;

  private final GroupCommit writer;
  private final QueryRunner reader;

  SqlAuditLog(GroupCommit writer, QueryRunner reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Adds events at the end of the writer's transaction. */
  static void write(WriterSession session, List<AuditEvent> events) {
    if (!events.isEmpty()) {
      session.defer(ending -> insert(ending, events));
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
        RowMappers::auditEntry,
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
            session -> session.update(REMOVE_SOME, moment, belowNumber, MAX_BATCH),
            WriteQueue.Priority.BULK));
  }
}
