package io.spillway.store.sql;

import io.spillway.store.UnusableStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Whether a PostgreSQL database can be used: what would fail later, with every write or only now
 * and then, is refused at the start.
 */
final class PostgresCheck {
  /** Older ones are no longer maintained, so no release is tried on them. */
  static final int OLDEST = 14;

  private static final int PER_MAJOR = 10_000;
  private static final String ENCODING = "UTF8";

  private PostgresCheck() {}

  /**
   * @throws UnusableStoreException if it cannot be used
   */
  static void run(PostgresSource database) {
    String address = database.address();
    try {
      Found found = find(database);
      found
          .refusal(address)
          .ifPresent(
              refusal -> {
                throw new UnusableStoreException(refusal);
              });
      if (SessionProbe.sharesSessions(database)) {
        throw new UnusableStoreException(
            address
                + " is a connection pooler that runs the transactions of one connection in several"
                + " sessions, must be PostgreSQL itself or a pooler in session mode: with"
                + " PgBouncer, set pool_mode = session for this database");
      }
    } catch (SQLException e) {
      throw ConnectionRefusal.of(e, address);
    }
  }

  private static Found find(PostgresSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_setting('server_version_num')::int,"
                    + " current_setting('server_version'), current_setting('server_encoding'),"
                    + " current_setting('transaction_read_only') = 'off'")) {
      row.next();
      return new Found(
          row.getInt(1) / PER_MAJOR, row.getString(2), row.getString(3), row.getBoolean(4));
    }
  }

  /**
   * What a server says about itself.
   *
   * @param major number of its version, as 14
   * @param version as 14.11
   * @param encoding of the database
   * @param writable whether it takes writes
   */
  record Found(int major, String version, String encoding, boolean writable) {
    /** Why it cannot be used, and what to do; empty if it can. */
    Optional<String> refusal(String address) {
      if (major < OLDEST) {
        return Optional.of(
            "PostgreSQL at %s is version %s, must be %d or newer: upgrade the server"
                .formatted(address, version, OLDEST));
      }
      if (!encoding.equals(ENCODING)) {
        return Optional.of(
            ("the encoding of the database at %s is %s, must be %s: create another with"
                    + " createdb --encoding UTF8 --template template0")
                .formatted(address, encoding, ENCODING));
      }
      if (!writable) {
        return Optional.of(
            ("the database at %s is a standby or read-only, must take writes: promote it, or"
                    + " correct host and port")
                .formatted(address));
      }
      return Optional.empty();
    }
  }
}
