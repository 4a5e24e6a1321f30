package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.store.AuditLog;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Selects events of the system log.
 *
 * @param since inclusive lower bound of the time
 * @param until exclusive upper bound of the time
 * @param sinceEventUid only events after this one; empty for all
 * @param untilEventUid only events up to this one, itself included; empty for all
 */
record SystemLogFilter(
    Optional<Instant> since, Optional<Instant> until, String sinceEventUid, String untilEventUid) {
  static SystemLogFilter of(Fields fields) {
    return new SystemLogFilter(
        fields.timestamp("since"),
        fields.timestamp("until"),
        fields.text("sinceEventUid"),
        fields.text("untilEventUid"));
  }

  /** The number of the event {@code sinceEventUid}, if it is given. Blocks. */
  OptionalLong lastSeenNumber(AuditLog log) {
    return numberOf(log, "sinceEventUid", sinceEventUid);
  }

  /** The number of the event {@code untilEventUid}, if it is given. Blocks. */
  OptionalLong lastNumber(AuditLog log) {
    return numberOf(log, "untilEventUid", untilEventUid);
  }

  private static OptionalLong numberOf(AuditLog log, String field, String uid) {
    if (uid.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong number = log.numberOf(uid);
    if (number.isEmpty()) {
      throw Refusals.mustBe(
          field, Refusals.quote(uid), "the uid of an event of this log within the retention");
    }
    return number;
  }

  AuditLog.Query query(OptionalLong after, boolean ascending, int limit) {
    return new AuditLog.Query(since, until, after, ascending, limit);
  }
}
