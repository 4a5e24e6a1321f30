package io.spillway.store.sql;

import io.spillway.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the write-ahead log over into the database, on a thread and a connection of its own.
 *
 * <p>Left to itself, SQLite does so within the commit that finds the log long, and all that waits
 * for that commit waits for megabytes to reach the disk. Here the bulk is carried over, and synced,
 * beside the writer, which goes on appending; only for the few pages that came meanwhile it waits
 * between two transactions. Then the log begins anew. If this fails, the log grows until SQLite
 * helps itself: see {@link #LAST_RESORT_PAGES}.
 */
final class Checkpoints implements AutoCloseable {
  /** Pages in the log from which it is carried over: 8 MiB. */
  static final int PAGES = 2_048;

  /** Pages in the log from which a commit carries it over by itself: 256 MiB. */
  static final int LAST_RESORT_PAGES = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long LOOK_MILLIS = 100;
  private static final int NAME_OF_LOG_COLUMN = 2;

  private final Connection connection;
  private final FileChannel file;
  private final GroupCommit writer;
  private final int pages;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> new Thread(task, "spillway-store-checkpointer"));
  private final ScheduledFuture<?> looking;

  private Checkpoints(Connection connection, FileChannel file, GroupCommit writer, int pages) {
    this.connection = connection;
    this.file = file;
    this.writer = writer;
    this.pages = pages;
    looking =
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to look after the log of a database. To be closed after every connection to it: closing
   * a file takes away the locks that SQLite has on it.
   *
   * @param database where it is
   * @param file of the database
   * @param writer the one that appends to the log
   * @param pages in the log from which it is carried over
   */
  static Checkpoints of(DataSource database, Path file, GroupCommit writer, int pages) {
    try {
      return new Checkpoints(
          database.getConnection(),
          FileChannel.open(file, StandardOpenOption.WRITE),
          writer,
          pages);
    } catch (SQLException | IOException e) {
      throw new StoreException("the database cannot be opened: " + e.getMessage(), e);
    }
  }

  private void look() {
    try {
      if (checkpoint("NOOP") >= pages) {
        checkpoint("PASSIVE");
        // SQLite syncs the database only when nothing is left in the log: all of it, at that time.
        file.force(false);
        writer.betweenTransactions(() -> checkpoint("PASSIVE"));
      }
    } catch (Exception e) {
      LOG.warn("the write-ahead log stays as long as it is: {}", e.getMessage());
    }
  }

  /** Runs one checkpoint and answers how many pages the log has. */
  int checkpoint(String mode) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      return row.next() ? row.getInt(NAME_OF_LOG_COLUMN) : 0;
    }
  }

  /** Ends the thread, after the checkpoint under way. */
  @Override
  public void close() {
    looking.cancel(false);
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      connection.close();
      file.close();
    } catch (SQLException | IOException e) {
      LOG.warn("closing the checkpointer's connection failed: {}", e.getMessage());
    }
  }
}
