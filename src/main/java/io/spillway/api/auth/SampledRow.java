package io.spillway.api.auth;

import io.spillway.domain.audit.AuditEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of the system log that stands for one event or more.
 *
 * @param uid of the row; writing it again writes nothing
 * @param example the first of the events
 * @param count how many there are
 * @param first when the first occurred
 * @param last when the last occurred
 */
record SampledRow(String uid, SampledEvent example, long count, Instant first, Instant last) {
  AuditEvent toEvent(AuditEvent.Kind kind) {
    Map<String, Object> details = new LinkedHashMap<>(example.details());
    details.put(AuditEvent.COUNT, count);
    details.put(AuditEvent.FIRST_AT, first.toString());
    details.put(AuditEvent.LAST_AT, last.toString());
    String message = example.message() + (count > 1 ? ", " + count + " times" : "");
    return new AuditEvent(uid, kind, last, example.actor(), "", message, details);
  }
}
