package io.spillway.store.sql;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainLink;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.SelectionJson;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps rows to domain values. */
final class RowMappers {
  private RowMappers() {}

  static AutomationRecord automation(ResultSet row) throws SQLException {
    Automation automation =
        new Automation(
            QueryRunner.text(row, "automation_id"),
            new Automation.Profile(
                QueryRunner.text(row, "display_name"),
                QueryRunner.text(row, "description"),
                QueryRunner.text(row, "app_id")),
            row.getInt("enabled") == 1,
            row.getInt("draft") == 1,
            new Automation.Document(
                QueryRunner.text(row, "steps"),
                QueryRunner.text(row, "draft_steps"),
                QueryRunner.text(row, "triggers"),
                QueryRunner.text(row, "draft_triggers"),
                QueryRunner.text(row, "context")),
            annotations(QueryRunner.text(row, "annotations")),
            new BreakerLimit(
                row.getLong("breaker_max"),
                BreakerPeriod.valueOf(QueryRunner.text(row, "breaker_period"))),
            runner(row),
            row.getInt("version"),
            Instant.ofEpochMilli(row.getLong("created_at")),
            QueryRunner.instant(row, "deleted_at"));
    return new AutomationRecord(
        automation,
        breaker(row),
        QueryRunner.instant(row, "last_executed_at"),
        row.getLong("revision"),
        row.getLong("epoch"));
  }

  private static RunnerSettings runner(ResultSet row) throws SQLException {
    return new RunnerSettings(
        RunnerSettings.Mode.valueOf(QueryRunner.text(row, "runner_mode")),
        row.getInt("runner_max_concurrent"),
        row.getInt("runner_max_per_second"));
  }

  private static BreakerState breaker(ResultSet row) throws SQLException {
    int generation = row.getInt("generation");
    Instant windowStartedAt = Instant.ofEpochMilli(row.getLong("window_started_at"));
    Optional<Instant> trippedAt = QueryRunner.instant(row, "tripped_at");
    if (trippedAt.isEmpty()) {
      return new BreakerState.Closed(generation, windowStartedAt);
    }
    Trip trip =
        new Trip(
            row.getLong("trip_observed"),
            row.getLong("trip_threshold"),
            BreakerPeriod.valueOf(QueryRunner.text(row, "trip_period")),
            trippedAt.get());
    return new BreakerState.Tripped(generation, windowStartedAt, trip);
  }

  static AutomationStore.Version version(ResultSet row) throws SQLException {
    return new AutomationStore.Version(
        row.getInt("version"),
        new Automation.Document(
            QueryRunner.text(row, "steps"), "[]", QueryRunner.text(row, "triggers"), "[]", "{}"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  static Resolution resolution(ResultSet row) throws SQLException {
    return new Resolution(
        QueryRunner.text(row, "resolution_id"),
        QueryRunner.text(row, "automation_id"),
        SelectionJson.order(
            Decision.valueOf(QueryRunner.text(row, "decision")),
            QueryRunner.text(row, "reason"),
            QueryRunner.text(row, "actor"),
            QueryRunner.text(row, "selection")),
        row.getInt("through_generation"),
        row.getLong("total"),
        new Resolution.Counts(row.getLong("paused"), row.getLong("errored")),
        Instant.ofEpochMilli(row.getLong("started_at")),
        QueryRunner.instant(row, "finished_at"));
  }

  static AuditLog.Entry auditEntry(ResultSet row) throws SQLException {
    return new AuditLog.Entry(
        row.getLong("number"),
        new AuditEvent(
            QueryRunner.text(row, "uid"),
            AuditEvent.Kind.valueOf(QueryRunner.text(row, "kind")),
            Instant.ofEpochMilli(row.getLong("occurred_at")),
            QueryRunner.text(row, "actor"),
            QueryRunner.text(row, "automation_id"),
            QueryRunner.text(row, "message"),
            details(new JsonObject(QueryRunner.text(row, "details")).getMap())),
        chainLink(row),
        Optional.ofNullable(row.getString("jws")));
  }

  /** What ties an audit row to the one before; empty if it has no hash. */
  static Optional<ChainLink> chainLink(ResultSet row) throws SQLException {
    @Nullable String hash = row.getString("hash");
    @Nullable String previous = row.getString("previous_hash");
    return hash == null
        ? Optional.empty()
        : Optional.of(new ChainLink(previous == null ? "" : previous, hash));
  }

  static ChainPoint chainPoint(ResultSet row) throws SQLException {
    return new ChainPoint(row.getLong("number"), QueryRunner.text(row, "hash"));
  }

  /** {@code row} with values appended. */
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

  // JSON does not distinguish int and long; an event has longs only.
  private static Object detail(Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RowMappers::detail).toList();
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
