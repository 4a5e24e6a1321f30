package io.spillway.store.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks all pages of a SQLite file once, on a thread and a connection of its own, while the node
 * works. Until it is done, the write-ahead log cannot begin anew.
 */
final class FileCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileCheck.class);
  private static final String SOUND = "ok";
  private static final long CANCEL_MILLIS = 10;

  private final DataSource database;
  private final Damage damage;
  private final Thread thread = new Thread(this::run, "spillway-store-check");
  private @Nullable Statement running;
  private boolean closed;

  private FileCheck(DataSource database, Damage damage) {
    this.database = database;
    this.damage = damage;
  }

  /**
   * Starts the check.
   *
   * @param damage to report to
   */
  static FileCheck start(DataSource database, Damage damage) {
    FileCheck check = new FileCheck(database, damage);
    check.thread.setDaemon(true);
    check.thread.start();
    return check;
  }

  private void run() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      if (begin(statement)) {
        try {
          check(statement);
        } finally {
          end();
        }
      }
    } catch (SQLException e) {
      onFailure(e);
    }
  }

  private void check(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String found = row.next() ? SqlStates.line(row.getString(1)) : SOUND;
      if (!found.equals(SOUND)) {
        damage.found(found);
      }
    }
  }

  private synchronized void onFailure(SQLException failure) {
    if (Damage.isDamage(failure)) {
      damage.found(SqlStates.line(failure));
    } else if (!closed) {
      LOG.warn("the database file was not checked for damage: {}", SqlStates.line(failure));
    }
  }

  private synchronized boolean begin(Statement statement) {
    running = statement;
    return !closed;
  }

  private synchronized void end() {
    running = null;
  }

  private synchronized void cancel() {
    closed = true;
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        LOG.debug("the check could not be cancelled, and is waited for", e);
      }
    }
  }

  /** Ends the check, finished or not. */
  @Override
  public void close() {
    ThreadEnd.awaitUninterrupted(
        () -> {
          while (thread.isAlive()) {
            // Again and again: it has no effect before the statement runs.
            cancel();
            thread.join(CANCEL_MILLIS);
          }
        });
  }
}
