package io.spillway.store.sql;

import io.spillway.store.UnusableStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections to a PostgreSQL database. Their sessions have none of the timeouts that an
 * administrator may have set on the role or the database: they would end a wait for the lock of
 * another node, or an idle connection of the pool.
 */
final class PostgresSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1;

  /** From the settings that the server has: they depend on its version. */
  private static final String NO_TIMEOUTS =
      "SELECT set_config(name, '0', false) FROM pg_settings WHERE setting <> '0' AND name IN"
          + " ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',"
          + " 'idle_session_timeout', 'transaction_timeout')";

  private PostgresSource() {}

  /**
   * A source for the database at {@code url}.
   *
   * @throws UnusableStoreException if the URL is invalid
   */
  static PostgresSource of(String url) {
    PostgresSource source = new PostgresSource();
    source.setConnectTimeout((int) PostgresStore.CONNECT_TIMEOUT.toSeconds());
    source.setLoginTimeout((int) PostgresStore.CONNECT_TIMEOUT.toSeconds());
    source.setSocketTimeout((int) PostgresStore.TIMEOUT.toSeconds());
    source.setTcpKeepAlive(true);
    source.setApplicationName("spillway");
    // Its messages are logged, and would contain values of rows, such as contexts.
    source.setLogServerErrorDetail(false);
    try {
      // Its parameters override those set before.
      source.setUrl(url);
    } catch (IllegalArgumentException e) {
      // Its message would contain the password.
      throw new UnusableStoreException(
          "the JDBC URL is invalid, must be"
              + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD");
    }
    return source;
  }

  /** Hosts with their ports and the name of the database, for messages. */
  String address() {
    String[] hosts = getServerNames();
    int[] ports = getPortNumbers();
    String servers =
        IntStream.range(0, hosts.length)
            .mapToObj(i -> hosts[i] + ":" + (ports[i] == 0 ? 5432 : ports[i]))
            .collect(Collectors.joining(","));
    return servers + Optional.ofNullable(getDatabaseName()).map(name -> "/" + name).orElse("");
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Connection connection = super.getConnection(user, password);
    try (Statement statement = connection.createStatement()) {
      statement.execute(NO_TIMEOUTS);
      return connection;
    } catch (SQLException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }
}
