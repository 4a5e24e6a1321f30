package io.spillway.store.sql;

import io.spillway.domain.audit.ChainLink;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.domain.audit.ChainRow;
import io.spillway.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Reads the rows of the system log for their verification, whether or not a node runs, and changes
 * nothing. All that is read is of one moment.
 */
public final class AuditChainReader {
  private static final int ROWS_AT_A_TIME = 500;
  private static final int BUSY_MILLIS = 10_000;

  private final String name;
  private final Opening opening;

  /** Opens a connection, outside of a transaction. */
  private interface Opening {
    Connection open() throws SQLException;
  }

  private AuditChainReader(String name, Opening opening) {
    this.name = name;
    this.opening = opening;
  }

  /** What is read, in the order of the calls. */
  public interface Visitor {
    /**
     * Before the first row.
     *
     * @param beginning the point before the first row of the chain
     * @param keys JWKs of the server's keys, if they were asked for
     */
    void begin(ChainPoint beginning, List<String> keys);

    /**
     * A row, in the order of numbers.
     *
     * @param link empty if the row has no hash
     * @param checkpoint the JWS of the row's checkpoint, if it has one
     */
    void row(ChainRow row, Optional<ChainLink> link, Optional<String> checkpoint);

    /**
     * After the last row.
     *
     * @param end the last row that was added to the chain
     * @param lastCheckpoint the largest number that has a checkpoint, 0 if none has
     */
    void end(ChainPoint end, long lastCheckpoint);
  }

  /** Reads a SQLite database. */
  public static AuditChainReader ofFile(Path database) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + database);
    return new AuditChainReader(
        database.toString(),
        () -> {
          if (!Files.isRegularFile(database)) {
            throw new StoreException("there is no database " + database);
          }
          return source.getConnection();
        });
  }

  /**
   * Reads a PostgreSQL database.
   *
   * @param url {@code jdbc:postgresql:…}
   * @throws StoreException if the URL is invalid
   */
  public static AuditChainReader ofDatabase(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setConnectTimeout((int) PostgresStore.TIMEOUT.toSeconds());
    source.setApplicationName("spillway-verify-log");
    source.setLogServerErrorDetail(false);
    try {
      source.setUrl(url);
    } catch (IllegalArgumentException e) {
      // Its message would contain the password.
      throw new StoreException("the JDBC URL is invalid");
    }
    return new AuditChainReader(
        "the database",
        () -> {
          Connection connection = source.getConnection();
          connection.setReadOnly(true);
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          return connection;
        });
  }

  /**
   * Reads the log. Blocks.
   *
   * @param keyUse the use of the keys that the visitor is given; empty for none, then the table of
   *     keys is not read
   * @throws StoreException if it cannot be read
   */
  public void read(Optional<String> keyUse, Visitor visitor) {
    try (Connection connection = opening.open()) {
      connection.setAutoCommit(false);
      List<String> keys = keyUse.isPresent() ? keys(connection, keyUse.get()) : List.of();
      visitor.begin(point(connection, "beginning"), keys);
      readRows(connection, visitor);
      visitor.end(point(connection, "end"), lastCheckpoint(connection));
      connection.rollback();
    } catch (SQLException e) {
      throw new StoreException("the system log of " + name + " cannot be read: " + e.getMessage());
    }
  }

  private static void readRows(Connection connection, Visitor visitor) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT e.*, c.jws FROM audit_event e"
                + " LEFT JOIN audit_checkpoint c ON c.number = e.number ORDER BY e.number")) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          visitor.row(
              auditRow(row), RowMappers.chainLink(row), Optional.ofNullable(row.getString("jws")));
        }
      }
    }
  }

  private static ChainRow auditRow(ResultSet row) throws SQLException {
    return new ChainRow(
        row.getLong("number"),
        text(row, "uid"),
        text(row, "kind"),
        row.getLong("occurred_at"),
        text(row, "actor"),
        text(row, "automation_id"),
        text(row, "message"),
        text(row, "details"));
  }

  /** A value that is NULL was changed; its row has another hash then. */
  private static String text(ResultSet row, String column) throws SQLException {
    @Nullable String text = row.getString(column);
    return text == null ? "" : text;
  }

  private static ChainPoint point(Connection connection, String place) throws SQLException {
    return query(
            connection,
            "SELECT number, hash FROM audit_chain WHERE place = ?",
            RowMappers::chainPoint,
            place)
        .stream()
        .findFirst()
        .orElseThrow(() -> new StoreException("table audit_chain has no row for the " + place));
  }

  private static List<String> keys(Connection connection, String use) throws SQLException {
    return query(
        connection,
        "SELECT material FROM server_key WHERE purpose = ?",
        row -> QueryRunner.text(row, "material"),
        use);
  }

  private static long lastCheckpoint(Connection connection) throws SQLException {
    return query(
            connection,
            "SELECT max(number) AS number FROM audit_checkpoint",
            row -> row.getLong("number"))
        .get(0);
  }

  private static <T> List<T> query(
      Connection connection, String sql, QueryRunner.RowMapper<T> mapper, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return QueryRunner.rows(statement, mapper, parameters);
    }
  }
}
