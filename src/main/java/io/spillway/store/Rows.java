package io.spillway.store;

import io.spillway.audit.AuditEvent;
import io.spillway.automation.Automation;
import io.spillway.breaker.BreakerLimit;
import io.spillway.breaker.BreakerPeriod;
import io.spillway.breaker.BreakerState;
import io.spillway.breaker.Trip;
import io.spillway.resolution.Decision;
import io.spillway.resolution.Resolution;
import io.spillway.resolution.Selection;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes domain values of rows. */
final class Rows {
  private Rows() {}

  static AutomationRecord automation(ResultSet row) throws SQLException {
    Automation automation =
        new Automation(
            Reader.text(row, "automation_id"),
            new Automation.Profile(
                Reader.text(row, "display_name"),
                Reader.text(row, "description"),
                Reader.text(row, "app_id")),
            row.getInt("enabled") == 1,
            row.getInt("draft") == 1,
            new Automation.Document(
                Reader.text(row, "steps"),
                Reader.text(row, "draft_steps"),
                Reader.text(row, "triggers"),
                Reader.text(row, "draft_triggers"),
                Reader.text(row, "context")),
            annotations(Reader.text(row, "annotations")),
            new BreakerLimit(
                row.getLong("breaker_max"),
                BreakerPeriod.valueOf(Reader.text(row, "breaker_period"))),
            row.getInt("version"),
            Instant.ofEpochMilli(row.getLong("created_at")),
            Reader.instant(row, "deleted_at"));
    return new AutomationRecord(
        automation,
        breaker(row),
        Reader.instant(row, "last_executed_at"),
        row.getLong("revision"),
        row.getLong("epoch"));
  }

  private static BreakerState breaker(ResultSet row) throws SQLException {
    int generation = row.getInt("generation");
    Instant windowStartedAt = Instant.ofEpochMilli(row.getLong("window_started_at"));
    Optional<Instant> trippedAt = Reader.instant(row, "tripped_at");
    if (trippedAt.isEmpty()) {
      return new BreakerState.Closed(generation, windowStartedAt);
    }
    Trip trip =
        new Trip(
            row.getLong("trip_observed"),
            row.getLong("trip_threshold"),
            BreakerPeriod.valueOf(Reader.text(row, "trip_period")),
            trippedAt.get());
    return new BreakerState.Tripped(generation, windowStartedAt, trip);
  }

  static AutomationStore.Version version(ResultSet row) throws SQLException {
    return new AutomationStore.Version(
        row.getInt("version"),
        new Automation.Document(
            Reader.text(row, "steps"), "[]", Reader.text(row, "triggers"), "[]", "{}"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  static Resolution resolution(ResultSet row) throws SQLException {
    return new Resolution(
        Reader.text(row, "resolution_id"),
        Reader.text(row, "automation_id"),
        new Resolution.Order(
            Decision.valueOf(Reader.text(row, "decision")),
            Reader.text(row, "reason"),
            Reader.text(row, "actor"),
            selection(Reader.text(row, "selection"))),
        row.getInt("through_generation"),
        row.getLong("total"),
        new Resolution.Counts(row.getLong("paused"), row.getLong("errored")),
        Instant.ofEpochMilli(row.getLong("started_at")),
        Reader.instant(row, "finished_at"));
  }

  private static Optional<Selection> selection(String json) {
    return json.isEmpty()
        ? Optional.empty()
        : Optional.of(SelectionJson.read(new JsonObject(json)));
  }

  static AuditLog.Entry auditEntry(ResultSet row) throws SQLException {
    return new AuditLog.Entry(
        row.getLong("number"),
        new AuditEvent(
            Reader.text(row, "uid"),
            AuditEvent.Kind.valueOf(Reader.text(row, "kind")),
            Instant.ofEpochMilli(row.getLong("occurred_at")),
            Reader.text(row, "actor"),
            Reader.text(row, "automation_id"),
            Reader.text(row, "message"),
            details(new JsonObject(Reader.text(row, "details")).getMap())));
  }

  /** {@code row} with more values at its end. */
  static Object[] with(Object[] row, Object... more) {
    Object[] longer = Arrays.copyOf(row, row.length + more.length);
    System.arraycopy(more, 0, longer, row.length, more.length);
    return longer;
  }

  private static Map<String, Object> details(Map<?, ?> json) {
    Map<String, Object> details = new LinkedHashMap<>();
    json.forEach((name, value) -> details.put((String) name, detail(value)));
    return details;
  }

  // JSON does not tell a long from an int, an event has longs only.
  private static Object detail(Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Rows::detail).toList();
    }
    return value instanceof Map<?, ?> map ? details(map) : value;
  }

  private static Map<String, String> annotations(String json) {
    Map<String, String> annotations = new LinkedHashMap<>();
    new JsonObject(json)
        .forEach(entry -> annotations.put(entry.getKey(), (String) entry.getValue()));
    return annotations;
  }
}
