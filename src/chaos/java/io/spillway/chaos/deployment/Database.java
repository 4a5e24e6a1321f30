package io.spillway.chaos.deployment;

import io.spillway.chaos.history.AuditRow;
import io.spillway.chaos.history.Counts;
import io.spillway.chaos.history.NodeView;
import io.spillway.chaos.history.StateSnapshot;
import io.spillway.chaos.history.StoredResolution;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the tables of the nodes by itself, without their code for that.
 *
 * @param url of the database
 */
public record Database(String url) {
  private static final String VERSIONS =
      "SELECT 'segment ' || segment_id AS what, version FROM segment UNION ALL"
          + " SELECT 'state of ' || automation_id, revision FROM automation_state";

  /** Opens a connection; who calls closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url + "&connectTimeout=5&socketTimeout=60");
  }

  /** The version of everything that is written with a fence, by what it is. */
  public static Map<String, Long> versions(Connection connection) throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    select(
        connection, VERSIONS, row -> versions.put(row.getString("what"), row.getLong("version")));
    return versions;
  }

  /** What is there at one moment, beside what nodes show. */
  public StateSnapshot snapshot(Instant takenAt, List<NodeView> views) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      ExecutionAssembler executions = executions(connection);
      return new StateSnapshot(
          takenAt,
          new StateSnapshot.Stored(
              executions.executions(),
              resolutions(connection),
              audit(connection),
              versions(connection),
              executions.contradictions()),
          views);
    }
  }

  private static ExecutionAssembler executions(Connection connection) throws SQLException {
    ExecutionAssembler executions = new ExecutionAssembler();
    select(
        connection,
        "SELECT * FROM fact_block ORDER BY first_execution_id",
        row ->
            executions.addFacts(
                row.getLong("first_execution_id"),
                row.getInt("execution_count"),
                row.getLong("created_at"),
                row.getInt("generation"),
                new ExecutionAssembler.Contexts(row.getBytes("layout"), row.getBytes("contexts"))));
    select(
        connection,
        "SELECT segment_id, automation_id, image FROM segment ORDER BY segment_id",
        row ->
            executions.addSegment(
                row.getLong("segment_id"),
                row.getString("automation_id"),
                Optional.ofNullable(row.getBytes("image"))));
    return executions;
  }

  private static List<StoredResolution> resolutions(Connection connection) throws SQLException {
    List<StoredResolution> resolutions = new ArrayList<>();
    select(
        connection,
        "SELECT * FROM resolution ORDER BY started_at, resolution_id",
        row -> resolutions.add(resolution(row)));
    return resolutions;
  }

  private static StoredResolution resolution(ResultSet row) throws SQLException {
    long finishedAt = row.getLong("finished_at");
    Optional<Instant> finished =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(finishedAt));
    return new StoredResolution(
        row.getString("resolution_id"),
        row.getString("automation_id"),
        new StoredResolution.Order(
            row.getString("decision").equals("RUN"),
            row.getString("reason"),
            row.getInt("through_generation")),
        new Counts(row.getLong("paused"), row.getLong("errored")),
        Instant.ofEpochMilli(row.getLong("started_at")),
        finished);
  }

  /** The rows of the system log that the rules read, oldest first. */
  private static List<AuditRow> audit(Connection connection) throws SQLException {
    List<AuditRow> rows = new ArrayList<>();
    select(
        connection,
        "SELECT * FROM audit_event WHERE kind IN"
            + " ('PAUSED_RUN', 'PAUSED_CANCELLED', 'EXECUTION_TERMINATED', 'BREAKER_CLEARED')"
            + " ORDER BY number",
        row ->
            rows.add(
                AuditRow.of(
                    row.getString("kind").toLowerCase(Locale.ROOT),
                    row.getString("automation_id"),
                    Instant.ofEpochMilli(row.getLong("occurred_at")),
                    new JsonObject(row.getString("details")))));
    return rows;
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private static void select(Connection connection, String sql, RowReader reader)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }
}
