package io.spillway.store.sql;

import io.spillway.store.Store;
import io.spillway.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutual exclusion of the nodes that share a PostgreSQL database, by a lock that a dedicated
 * connection holds.
 */
final class AdvisoryLock {
  /** The wait is repeated with a timeout, so that a lost connection is noticed. */
  private static final Duration TURN = Duration.ofSeconds(5);

  private static final String ACQUIRE = "SELECT pg_advisory_lock(7236614118004)";

  private static final Logger LOG = LoggerFactory.getLogger(AdvisoryLock.class);

  private final DataSource database;
  private final Duration turn;

  /**
   * @param database opens connections. Not a pool: closing one releases the lock
   */
  AdvisoryLock(DataSource database) {
    this(database, TURN);
  }

  /**
   * @param turn after which a wait is repeated
   */
  AdvisoryLock(DataSource database, Duration turn) {
    this.database = database;
    this.turn = turn;
  }

  /** See {@link Store#runExclusively}. */
  <T> T run(Supplier<T> work) {
    Connection lock = acquire();
    try {
      return work.get();
    } finally {
      release(lock);
    }
  }

  private Connection acquire() {
    try {
      Connection connection = database.getConnection();
      try {
        waitForLock(connection);
        return connection;
      } catch (SQLException | RuntimeException | Error e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException("the lock of the database cannot be acquired: " + e.getMessage(), e);
    }
  }

  private void waitForLock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = " + turn.toMillis());
      boolean acquired = false;
      while (!acquired) {
        acquired = tryAcquire(statement);
      }
    }
  }

  private static boolean tryAcquire(Statement statement) throws SQLException {
    try {
      statement.execute(ACQUIRE);
      return true;
    } catch (SQLException e) {
      if (SqlStates.waitedTooLong(e)) {
        return false;
      }
      throw e;
    }
  }

  private static void release(Connection lock) {
    try {
      lock.close();
    } catch (SQLException e) {
      LOG.warn("the lock of the database was lost before it was released: {}", e.getMessage());
    }
  }
}
