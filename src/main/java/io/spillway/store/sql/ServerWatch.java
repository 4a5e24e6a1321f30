package io.spillway.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Watches where the address of a database leads, on a thread of its own.
 *
 * <p>While the database is away, it has the writer connect anew, twice a second. Otherwise it opens
 * a connection every {@value #LOOK_MILLIS} ms, asks which server it is and closes it: connections
 * that survive a failover do not tell that there was one, and a commit on the old primary, which
 * waits for a standby that is gone, would hang until its timeout.
 */
final class ServerWatch implements AutoCloseable {
  static final long LOOK_MILLIS = 2_000;
  private static final long PAUSE_MILLIS = 200;
  private static final long RETRY_MILLIS = 500;

  /** For a write while no other connection can be made. */
  private static final long ANSWER_MILLIS = 2_000;

  /** For a commit on a connection that is to be replaced. */
  private static final long HANGING_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

  private final CurrentServer server;
  private final GroupCommit writer;
  private final DataSource database;
  private final Dialect dialect;
  private final Thread thread = new Thread(this::run, "spillway-store-watch");
  private boolean dropFails;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param database opens connections. Not a pool
   */
  ServerWatch(CurrentServer server, GroupCommit writer, DataSource database, Dialect dialect) {
    this.server = server;
    this.writer = writer;
    this.database = database;
    this.dialect = dialect;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        server.awaitDoubt(LOOK_MILLIS);
        if (server.away().isEmpty()) {
          look();
          pause(PAUSE_MILLIS);
        } else {
          bringBack();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the store is closing", e);
    }
  }

  private void look() throws InterruptedException {
    try (Connection connection = database.getConnection()) {
      if (server.sees(ServerIdentity.of(connection, dialect))) {
        writer.abandonConnection();
      }
    } catch (SQLException e) {
      LOG.debug("the database cannot be connected to", e);
      if (LostConnection.isIn(e)) {
        requireWrite(e);
      }
    } catch (RuntimeException e) {
      LOG.warn("it cannot be seen where the address of the database leads: {}", e.getMessage());
    }
  }

  /**
   * The server may still serve those who are connected, such as when it has no connection left or
   * is shutting down. If it does not, a write finds out, or does not end in time.
   */
  private void requireWrite(SQLException cause) throws InterruptedException {
    try {
      writer.write(session -> {}).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      server.lost(String.valueOf(cause.getMessage()));
    } catch (ExecutionException e) {
      LOG.debug("the writer cannot use its connection", e);
    }
  }

  private void bringBack() throws InterruptedException {
    boolean dropped = drop();
    if (dropped) {
      reconnect();
    }
    // Another server that was found just now is dealt with at once.
    if (server.away().isPresent() && !(dropped && server.isMoving())) {
      pause(RETRY_MILLIS);
    }
  }

  /** Ends at once when it is closed. */
  private void pause(long millis) throws InterruptedException {
    var unused = closed.await(millis, TimeUnit.MILLISECONDS);
  }

  private boolean drop() {
    try {
      server.dropIfMoved();
      dropFails = false;
      return true;
    } catch (RuntimeException e) {
      LOG.atLevel(dropFails ? Level.DEBUG : Level.WARN)
          .log(
              "what was read from the database before is not dropped yet, trying again: {}",
              e.getMessage());
      dropFails = true;
      return false;
    }
  }

  /** A commit that hangs on the old connection is given up after a while. */
  private void reconnect() throws InterruptedException {
    CompletableFuture<Void> attempt = writer.reconnect();
    try {
      attempt.get(HANGING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      writer.abandonConnection();
    } catch (ExecutionException e) {
      LOG.debug("the writer cannot connect", e);
    }
  }

  /** Ends the thread; it may still be connecting, which changes nothing more. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
