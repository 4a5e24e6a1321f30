package io.spillway.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.spillway.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.sql.DataSource;

/**
 * Pooled connections for reading, each of which leads to the server that the writer uses, see
 * {@link CurrentServer}. A connection that leads elsewhere is evicted and its read is made again;
 * so is, once, a read whose connection was cut. Thread-safe; blocks.
 */
final class ReadConnections {
  /** How long a read waits for a connection, in turns of the pool's timeout. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How often a read is made. */
  private static final int ATTEMPTS = 4;

  private final Dialect dialect;
  private final DataSource database;
  private final CurrentServer server;
  private final Duration patience;

  /** By physical connection; asked once. */
  private final Map<Connection, ServerIdentity> servers =
      Collections.synchronizedMap(new WeakHashMap<>());

  ReadConnections(Dialect dialect, DataSource database, CurrentServer server) {
    this(dialect, database, server, PATIENCE);
  }

  /**
   * @param patience how long a read waits for a connection
   */
  ReadConnections(Dialect dialect, DataSource database, CurrentServer server, Duration patience) {
    this.dialect = dialect;
    this.database = database;
    this.server = server;
    this.patience = patience;
  }

  /** A read on a connection, which may be made more than once. */
  interface Read<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Makes a read.
   *
   * @throws StoreException if the database is away
   */
  <T> T read(Read<T> read) throws SQLException {
    if (server.isEmbedded()) {
      try (Connection connection = database.getConnection()) {
        return read.on(connection);
      }
    }
    return proven(read);
  }

  private <T> T proven(Read<T> read) throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean cut = false;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long generation = server.generation(deadline);
      try (Connection connection = connection(deadline)) {
        if (leadsToCurrent(connection, generation)) {
          T result = read.on(connection);
          if (server.generation(deadline) == generation) {
            return result;
          }
        }
      } catch (SQLException e) {
        if (cut || !LostConnection.isCut(e) || e instanceof SQLTransientConnectionException) {
          throw e;
        }
        // Others that were idle were probably cut too.
        cut = true;
        evictIdle();
      }
    }
    throw new StoreException("the address of the database leads to different servers");
  }

  /** Waits in turns, to notice when the database is away. */
  private Connection connection(long deadline) throws SQLException {
    while (true) {
      try {
        return database.getConnection();
      } catch (SQLTransientConnectionException e) {
        server.doubt();
        server.generation(deadline);
        if (System.nanoTime() >= deadline) {
          throw e;
        }
      }
    }
  }

  private boolean leadsToCurrent(Connection connection, long generation) throws SQLException {
    Connection physical = connection.unwrap(Connection.class);
    ServerIdentity known = servers.get(physical);
    if (known == null) {
      known = ServerIdentity.of(connection, dialect);
      servers.put(physical, known);
    }
    if (server.is(known.process(), generation)) {
      return true;
    }
    if (database instanceof HikariDataSource pool) {
      pool.evictConnection(connection);
    }
    server.doubt();
    return false;
  }

  /** Closes the idle connections now, the others when they come back. */
  void evictIdle() {
    if (database instanceof HikariDataSource pool && pool.getHikariPoolMXBean() != null) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }
}
