package io.spillway.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.store.BlockingWait;
import io.spillway.store.Sharing;
import io.spillway.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The store in a PostgreSQL database, from version 14 on.
 *
 * <p>Everything a node writes goes through the one connection of its group commit, which holds a
 * lock: one node uses a database at a time, or the members of one cluster do, see {@link Sharing};
 * and one that has lost its connection and finds another there writes nothing more. A database that
 * does not answer makes writes fail after {@link #PATIENCE}, and is found again by itself.
 */
public final class PostgresStore extends SqlStore {
  /** How long a connection waits for the database to accept it, and for each of its answers. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AdvisoryLock lock;

  private PostgresStore(
      GroupCommit writer,
      Dialect dialect,
      HikariDataSource readers,
      AdvisoryLock lock,
      Clock clock) {
    super(writer, dialect, readers, clock);
    this.lock = lock;
  }

  /**
   * Opens the store in the database at {@code url}, which exists.
   *
   * @param url {@code jdbc:postgresql:…}, with user and password among its parameters if they are
   *     needed
   * @param sharing who else may use it
   * @throws StoreException if it cannot be opened, or a node uses it that may not
   */
  public static PostgresStore at(String url, Sharing sharing, Clock clock, MeterRegistry meters) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setConnectTimeout((int) PATIENCE.toSeconds());
    database.setSocketTimeout((int) PATIENCE.toSeconds());
    database.setTcpKeepAlive(true);
    database.setApplicationName("spillway");
    // Its messages would tell the values of a row, contexts among them, and they are logged.
    database.setLogServerErrorDetail(false);
    try {
      // What it says wins over what was set before.
      database.setUrl(url);
    } catch (IllegalArgumentException e) {
      // Its message would tell the password.
      throw new StoreException("the JDBC URL is not understood");
    }
    return open(database, sharing, clock, meters);
  }

  private static PostgresStore open(
      PGSimpleDataSource database, Sharing sharing, Clock clock, MeterRegistry meters) {
    Dialect dialect = Dialect.postgresql(sharing);
    AdvisoryLock lock = new AdvisoryLock(database);
    GroupCommit writer = new GroupCommit(dialect, database, meters);
    writer.start();
    try {
      // The node may use the database when the writer is connected, see Dialect. That lock is never
      // waited for, so waiting for the other one while holding it is safe.
      BlockingWait.on(writer.write(session -> {}));
      HikariDataSource readers = lock.run(() -> migrated(database));
      return new PostgresStore(writer, dialect, readers, lock, clock);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private static HikariDataSource migrated(PGSimpleDataSource database) {
    HikariConfig pool = new HikariConfig();
    pool.setConnectionTimeout(PATIENCE.toMillis());
    return migrated(database, "postgresql", "the database", pool);
  }

  @Override
  public <T> T oneAtATime(Supplier<T> work) {
    return lock.run(work);
  }
}
