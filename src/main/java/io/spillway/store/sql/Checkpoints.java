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
 * Checkpoints the write-ahead log of SQLite, on its own thread and connection.
 *
 * <p>By default SQLite does so within the commit that finds the log long, which delays that commit
 * until megabytes are synced. Here most pages are copied and synced while the writer continues; it
 * pauses between two transactions only for the pages added since. Then the log restarts. If this
 * fails, the log grows until SQLite checkpoints it: see {@link #LAST_RESORT_PAGES}.
 */
final class Checkpoints implements AutoCloseable {
  /** Pages in the log from which it is checkpointed: 8 MiB. */
  static final int PAGES = 2_048;

  /** Pages in the log from which SQLite checkpoints it within a commit: 256 MiB. */
  static final int LAST_RESORT_PAGES = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long CHECK_MILLIS = 100;
  private static final int LOG_COLUMN = 2;

  private final Connection connection;
  private final FileChannel file;
  private final GroupCommit writer;
  private final int pages;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> new Thread(task, "spillway-store-checkpointer"));
  private final ScheduledFuture<?> schedule;

  private Checkpoints(Connection connection, FileChannel file, GroupCommit writer, int pages) {
    this.connection = connection;
    this.file = file;
    this.writer = writer;
    this.pages = pages;
    schedule =
        thread.scheduleWithFixedDelay(
            this::checkLogSize, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Starts checkpointing a database. To be closed after every other connection to it: closing a
   * file releases the locks of SQLite on it.
   *
   * @param file of the database
   * @param writer appends to the log
   * @param pages in the log from which it is checkpointed
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

  private void checkLogSize() {
    try {
      if (checkpoint("NOOP") >= pages) {
        checkpoint("PASSIVE");
        // SQLite syncs the database only when the whole log is copied, and then all of it.
        file.force(false);
        writer.betweenTransactions(() -> checkpoint("PASSIVE"));
      }
    } catch (Exception e) {
      LOG.warn("checkpointing failed; the write-ahead log keeps growing: {}", e.getMessage());
    }
  }

  /** Runs one checkpoint and returns the number of pages in the log. */
  int checkpoint(String mode) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      return row.next() ? row.getInt(LOG_COLUMN) : 0;
    }
  }

  /** Ends the thread after the current checkpoint. */
  @Override
  public void close() {
    schedule.cancel(false);
    thread.shutdown();
    ThreadEnd.awaitUninterrupted(() -> thread.awaitTermination(Long.MAX_VALUE, TimeUnit.SECONDS));
    try {
      connection.close();
      file.close();
    } catch (SQLException | IOException e) {
      LOG.warn("closing the checkpointer's connection failed: {}", e.getMessage());
    }
  }
}
