package io.spillway.store.sql;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainRow;
import io.spillway.store.StoreException;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.LinkedHashMap;

/**
 * The last row of the chain of audit rows, as one transaction of the writer knows it: read before
 * the first row is added, saved after the last. The transaction excludes others that add rows
 * meanwhile, so the next row is the only one that continues it.
 */
final class ChainEnd {
  private static final String INSERT_EVENT =
      "INSERT INTO audit_event (number, uid, kind, occurred_at, actor, automation_id, message,"
          + " details, previous_hash, hash)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING";

  private long number;
  private String hash;

  private ChainEnd(long number, String hash) {
    this.number = number;
    this.hash = hash;
  }

  /** Reads the end. Only after {@link WriterSession#beforeAuditing}. */
  static ChainEnd read(WriterSession session) throws SQLException {
    // A row that was inserted by others may have the next number; writing goes on after it.
    return session
        .first(
            "SELECT number, hash, (SELECT max(number) FROM audit_event) AS newest"
                + " FROM audit_chain WHERE place = 'end'",
            row ->
                new ChainEnd(
                    Math.max(row.getLong("number"), row.getLong("newest")),
                    QueryRunner.text(row, "hash")))
        .orElseThrow(() -> new StoreException("the end of the system log is not known"));
  }

  /** Adds an event, unless its uid exists. */
  void add(WriterSession session, AuditEvent event) throws SQLException {
    ChainRow row = ChainRow.of(number + 1, event, detailsOf(event));
    String next = row.hash(hash);
    int added =
        session.update(
            INSERT_EVENT,
            row.number(),
            row.uid(),
            row.kind(),
            row.atMillis(),
            row.actor(),
            row.automationId(),
            row.message(),
            row.details(),
            hash,
            next);
    if (added == 1) {
      number = row.number();
      hash = next;
    }
  }

  /**
   * The details as JSON, in the one form that reading and writing them again does not change: who
   * verifies an export has no other.
   */
  private static String detailsOf(AuditEvent event) {
    String details = new JsonObject(new LinkedHashMap<>(event.details())).encode();
    return new JsonObject(details).encode();
  }

  /** Saves the end at the end of the transaction. */
  void save(WriterSession session) throws SQLException {
    session.update("UPDATE audit_chain SET number = ?, hash = ? WHERE place = 'end'", number, hash);
  }
}
