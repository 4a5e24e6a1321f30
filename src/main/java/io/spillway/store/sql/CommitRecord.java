package io.spillway.store.sql;

import io.spillway.store.PrivateFiles;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of the last commit, in a file beside a SQLite database. SQLite opens a database whose
 * write-ahead log was deleted without a word, as it was at the last checkpoint; the number tells.
 *
 * <p>It is written at most once a second, and when it is closed, without a sync: it is never ahead
 * of the database, and commits of the last second before a crash may go unnoticed. Not thread-safe:
 * used by the writer thread until that has ended.
 */
final class CommitRecord implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommitRecord.class);
  private static final long INTERVAL_MILLIS = 1_000;
  private static final int DIGITS = 19;
  private static final String FORMAT = "%0" + DIGITS + "d\n";

  private final FileChannel file;
  private final Clock clock;
  private long last;
  private long written;
  private long writtenAtMillis;

  private CommitRecord(FileChannel file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Opens the record of a database, which is created if it does not exist.
   *
   * @param database file, which exists
   * @throws StoreException if it cannot be opened
   */
  static CommitRecord of(Path database, Clock clock) {
    try {
      Path real = database.toRealPath();
      Path file = real.resolveSibling(real.getFileName() + "-commit");
      return new CommitRecord(
          PrivateFiles.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          clock);
    } catch (IOException e) {
      throw new StoreException(
          "the record of commits beside " + database + " cannot be opened: " + e, e);
    }
  }

  /**
   * Compares the record with the database, and warns of commits that are missing there.
   *
   * @param database file, for messages
   * @param number of its last commit
   */
  void compare(Path database, long number) {
    OptionalLong recorded = read();
    if (recorded.isPresent() && recorded.getAsLong() > number) {
      LOG.warn(
          "{} commits are missing in the database {}: its last one is {}, this node has made {};"
              + " its -wal file was deleted, or an older copy was restored",
          recorded.getAsLong() - number,
          database,
          number,
          recorded.getAsLong());
    }
    last = number;
    written = recorded.orElse(0);
  }

  private OptionalLong read() {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(DIGITS);
      file.read(bytes, 0);
      String digits = new String(bytes.array(), StandardCharsets.US_ASCII);
      return digits.matches("[0-9]{" + DIGITS + "}")
          ? OptionalLong.of(Long.parseLong(digits))
          : OptionalLong.empty();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A transaction with this number is committed; 0 if it changed nothing. */
  void committed(long number) {
    if (number <= last) {
      return;
    }
    last = number;
    long now = clock.millis();
    if (Math.abs(now - writtenAtMillis) >= INTERVAL_MILLIS) {
      writtenAtMillis = now;
      write();
    }
  }

  private void write() {
    try {
      file.write(ByteBuffer.wrap(FORMAT.formatted(last).getBytes(StandardCharsets.US_ASCII)), 0);
      written = last;
    } catch (IOException e) {
      LOG.debug("the number of the last commit could not be written", e);
    }
  }

  /** Writes the last number. */
  @Override
  public void close() {
    if (last != written) {
      write();
    }
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("closing the record of commits failed: {}", e.getMessage());
    }
  }
}
