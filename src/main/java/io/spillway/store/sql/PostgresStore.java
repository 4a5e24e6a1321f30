package io.spillway.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.store.BlockingWait;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.StoreException;
import io.spillway.store.UnusableStoreException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store in a PostgreSQL database, from version 14 on.
 *
 * <p>All writes of a node go through the one connection of its group commit, which holds a lock:
 * one node uses a database at a time, or the members of one cluster do, see {@link
 * DatabaseSharing}. A node that lost its connection, and the lock to another node, writes nothing
 * more. Reads are made on the server of that connection, see {@link CurrentServer}. What waits for
 * an unresponsive database fails after {@link #TIMEOUT}, and at once while it is known to be away;
 * reconnecting is automatic.
 */
public final class PostgresStore extends SqlStore {
  /** For each response of the database. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** For connecting. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** For a turn of waiting for a pooled connection, see {@link ReadConnections}. */
  private static final Duration POOL_TURN = Duration.ofSeconds(2);

  private final AdvisoryLock lock;
  private final ServerWatch watch;

  private PostgresStore(
      GroupCommit writer,
      Dialect dialect,
      HikariDataSource readers,
      CurrentServer server,
      Damage damage,
      PostgresSource database,
      Clock clock) {
    super(writer, dialect, readers, server, damage, clock);
    lock = new AdvisoryLock(database);
    watch = new ServerWatch(server, writer, database, dialect);
    watch.start();
  }

  /**
   * Opens the store in the database at {@code url}, which exists.
   *
   * @param url {@code jdbc:postgresql:…}, with user and password among its parameters if they are
   *     needed
   * @param sharing which other nodes may use it
   * @throws UnusableStoreException if it cannot be used, or is used by a node that excludes this
   *     one
   * @throws StoreException if it cannot be opened
   */
  public static PostgresStore at(
      String url, DatabaseSharing sharing, Clock clock, MeterRegistry meters) {
    PostgresSource database = PostgresSource.of(url);
    PostgresCheck.run(database);
    // The pool sets a timeout of its own on its source.
    return open(database, PostgresSource.of(url), sharing, clock, meters);
  }

  private static PostgresStore open(
      PostgresSource database,
      PostgresSource forReads,
      DatabaseSharing sharing,
      Clock clock,
      MeterRegistry meters) {
    Dialect dialect = Dialect.postgresql(sharing);
    CurrentServer server = CurrentServer.remote();
    Damage damage = new Damage();
    GroupCommit writer =
        new GroupCommit(dialect, database, server, damage, clock, meters, number -> {});
    writer.start();
    try {
      // Once the writer is connected, the node may use the database, see Dialect. Nobody waits for
      // the lock of the writer, so waiting for the other one while holding it cannot deadlock.
      BlockingWait.on(writer.write(session -> {}));
      HikariDataSource readers = new AdvisoryLock(database).run(() -> migrated(forReads));
      return new PostgresStore(writer, dialect, readers, server, damage, database, clock);
    } catch (RuntimeException e) {
      writer.close();
      throw isRefusal(e) ? new UnusableStoreException(sharing.refusal(), e) : e;
    }
  }

  /** Whether the statement that takes the lock of the writer refused it, see {@link Dialect}. */
  private static boolean isRefusal(RuntimeException failure) {
    @Nullable SQLException cause = SqlStates.innermost(failure);
    return cause != null && SqlStates.of(cause).equals("P0001");
  }

  private static HikariDataSource migrated(PostgresSource database) {
    return migrated(database, "postgresql", "the database at " + database.address(), pool());
  }

  static HikariConfig pool() {
    HikariConfig pool = new HikariConfig();
    pool.setConnectionTimeout(POOL_TURN.toMillis());
    pool.setValidationTimeout(POOL_TURN.toMillis());
    // The default of PostgreSQL, given here since the pool asks its first connection only: if that
    // is cut just then, it sets an isolation that does not exist on all others.
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }

  @Override
  public <T> T runExclusively(Supplier<T> work) {
    return lock.run(work);
  }

  @Override
  public void close() {
    watch.close();
    super.close();
  }
}
