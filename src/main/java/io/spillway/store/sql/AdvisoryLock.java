package io.spillway.store.sql;

import io.spillway.store.Store;
import io.spillway.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the nodes that share a PostgreSQL database do something one after the other, by a lock that a
 * connection of its own holds.
 */
final class AdvisoryLock {
  /** The wait is cut into pieces, so that a database that is gone is found out about. */
  private static final String BE_PATIENT = "SET lock_timeout = 5000";

  private static final String TAKE = "SELECT pg_advisory_lock(7236614118004)";
  private static final String STILL_TAKEN = "55P03";

  private static final Logger LOG = LoggerFactory.getLogger(AdvisoryLock.class);

  private final DataSource database;

  /**
   * @param database opens connections. Not a pool: closing one ends the turn
   */
  AdvisoryLock(DataSource database) {
    this.database = database;
  }

  /** See {@link Store#oneAtATime}. */
  <T> T run(Supplier<T> work) {
    Connection turn = take();
    try {
      return work.get();
    } finally {
      end(turn);
    }
  }

  private Connection take() {
    try {
      Connection connection = database.getConnection();
      try {
        waitForTurn(connection);
        return connection;
      } catch (SQLException | RuntimeException | Error e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException("the database gives no turn: " + e.getMessage(), e);
    }
  }

  private static void waitForTurn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BE_PATIENT);
      boolean taken = false;
      while (!taken) {
        taken = isTaken(statement);
      }
    }
  }

  private static boolean isTaken(Statement statement) throws SQLException {
    try {
      statement.execute(TAKE);
      return true;
    } catch (SQLException e) {
      if (STILL_TAKEN.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private static void end(Connection turn) {
    try {
      turn.close();
    } catch (SQLException e) {
      LOG.warn("the turn in the database ended before its work did: {}", e.getMessage());
    }
  }
}
