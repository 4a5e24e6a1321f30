package io.spillway.store.sql;

import io.spillway.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries on pooled connections. Thread-safe; blocks.
 *
 * <p>JDBI would do the same in as many lines, at 20 to 50 µs more for each query, and cannot keep
 * the writer's prepared statements, which makes a row almost three times as slow to write.
 */
final class QueryRunner {
  private final Dialect dialect;
  private final ReadConnections connections;
  private final Damage damage;

  /** For a database in the process of the node. */
  QueryRunner(Dialect dialect, DataSource database) {
    this(dialect, new ReadConnections(dialect, database, CurrentServer.embedded()), new Damage());
  }

  /**
   * @param damage to report to
   */
  QueryRunner(Dialect dialect, ReadConnections connections, Damage damage) {
    this.dialect = dialect;
    this.connections = connections;
    this.damage = damage;
  }

  /** Maps the current row of a result to a value. */
  interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  Dialect dialect() {
    return dialect;
  }

  /**
   * @throws DamagedDataException if rows are on damaged pages
   */
  <T> List<T> list(String sql, RowMapper<T> mapper, Object... parameters) {
    try {
      return connections.read(
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              return rows(statement, mapper, parameters);
            }
          });
    } catch (SQLException e) {
      String message = "the store could not be read: " + e.getMessage();
      if (Damage.isDamage(e)) {
        damage.found(SqlStates.line(e));
        throw new DamagedDataException(message, e);
      }
      throw new StoreException(message, e);
    }
  }

  /** Runs a prepared query with these parameters and maps its rows. */
  static <T> List<T> rows(PreparedStatement statement, RowMapper<T> mapper, Object... parameters)
      throws SQLException {
    Parameters.set(statement, parameters);
    List<T> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(mapper.map(result));
      }
    }
    return rows;
  }

  <T> Optional<T> first(String sql, RowMapper<T> mapper, Object... parameters) {
    return list(sql, mapper, parameters).stream().findFirst();
  }

  /** A column of epoch milliseconds that may be NULL. */
  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** A text that is never NULL by the schema. */
  static String text(ResultSet row, String column) throws SQLException {
    @Nullable String text = row.getString(column);
    if (text == null) {
      throw new StoreException("column " + column + " is NULL");
    }
    return text;
  }
}
