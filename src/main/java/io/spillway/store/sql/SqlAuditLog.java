package io.spillway.store.sql;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.store.AuditCheckpoint;
import io.spillway.store.AuditLog;
import io.spillway.store.BlockingWait;
import io.spillway.store.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The system log in SQL. A transaction that numbers events excludes others until it has committed,
 * so the order of numbers is the order of commits, and each event continues the chain where the one
 * before left it.
 */
final class SqlAuditLog implements AuditLog {
  // The plus prevents the databases from using the index by time, and then sorting by number.
  private static final String SELECT_EVENTS =
      "SELECT e.*, c.jws FROM audit_event e LEFT JOIN audit_checkpoint c ON c.number = e.number"
          + " WHERE +e.occurred_at >= ? AND +e.occurred_at < ? AND e.number ";
  private static final String SELECT_OLDEST =
      "SELECT number, occurred_at, hash FROM audit_event WHERE number < ? ORDER BY number LIMIT ?";
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
      session.chainEnd().add(session, event);
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
            + (query.ascending() ? "> ? ORDER BY e.number" : "< ? ORDER BY e.number DESC")
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
            session -> removeSome(session, moment, belowNumber), WriteQueue.Priority.BULK));
  }

  /**
   * An old row.
   *
   * @param hash empty if it is older than the chain
   */
  private record Old(long number, Instant at, Optional<String> hash) {}

  private static int removeSome(WriterSession session, Instant moment, long belowNumber)
      throws SQLException {
    List<Old> old =
        session
            .list(
                SELECT_OLDEST,
                row ->
                    new Old(
                        row.getLong("number"),
                        Instant.ofEpochMilli(row.getLong("occurred_at")),
                        Optional.ofNullable(row.getString("hash"))),
                belowNumber,
                MAX_BATCH)
            .stream()
            .takeWhile(row -> row.at().isBefore(moment))
            .toList();
    if (old.isEmpty()) {
      return 0;
    }
    Old last = old.get(old.size() - 1);
    if (last.hash().isPresent()) {
      session.update(
          "UPDATE audit_chain SET number = ?, hash = ? WHERE place = 'beginning'",
          last.number(),
          last.hash().get());
    }
    session.update("DELETE FROM audit_checkpoint WHERE number <= ?", last.number());
    return session.update("DELETE FROM audit_event WHERE number <= ?", last.number());
  }

  @Override
  public ChainPoint lastInChain() {
    return reader
        .first("SELECT number, hash FROM audit_chain WHERE place = 'end'", RowMappers::chainPoint)
        .orElseThrow(() -> new StoreException("the end of the system log is not known"));
  }

  @Override
  public Optional<AuditCheckpoint> newestCheckpoint() {
    return reader.first(
        "SELECT * FROM audit_checkpoint ORDER BY number DESC LIMIT 1",
        row ->
            new AuditCheckpoint(
                row.getLong("number"),
                QueryRunner.text(row, "key_id"),
                Instant.ofEpochMilli(row.getLong("signed_at")),
                QueryRunner.text(row, "jws")));
  }

  @Override
  public CompletionStage<Void> addCheckpoint(AuditCheckpoint checkpoint) {
    return writer.write(
        session ->
            session.update(
                "INSERT INTO audit_checkpoint (number, key_id, signed_at, jws) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (number) DO UPDATE SET key_id = excluded.key_id,"
                    + " signed_at = excluded.signed_at, jws = excluded.jws",
                checkpoint.number(),
                checkpoint.keyId(),
                checkpoint.signedAt(),
                checkpoint.jws()));
  }
}
