package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.store.AuditLog;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which events of the system log a request asks for.
 *
 * @param since only those at or after this moment
 * @param until only those before this moment
 * @param sinceEventUid only those after this event; empty for all
 */
record EventWindow(Optional<Instant> since, Optional<Instant> until, String sinceEventUid) {
  static EventWindow of(Fields fields) {
    return new EventWindow(
        fields.timestamp("since"), fields.timestamp("until"), fields.text("sinceEventUid"));
  }

  /** The number of the event seen last, if one was given. Blocks. */
  OptionalLong seen(AuditLog log) {
    if (sinceEventUid.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong number = log.numberOf(sinceEventUid);
    if (number.isEmpty()) {
      throw Refusals.invalid(
          "sinceEventUid is "
              + Refusals.quote(sinceEventUid)
              + ", allowed is the uid of an event of this log that is still kept");
    }
    return number;
  }

  AuditLog.Query query(OptionalLong after, boolean ascending, int limit) {
    return new AuditLog.Query(since, until, after, ascending, limit);
  }
}
