package io.spillway.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.store.StoreException;
import io.spillway.store.UnusableStoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded store: one SQLite file in write-ahead mode, every commit synced to the disk.
 *
 * <p>SQLite has one writer at a time, which is the group commit's thread with a connection of its
 * own; readers see the latest committed state without waiting for it.
 */
public final class SqliteStore extends SqlStore {
  private static final int BUSY_MILLIS = 10_000;
  private static final int CHECKPOINTER_BUSY_MILLIS = 20;

  private final Runnable afterClose;

  private SqliteStore(
      GroupCommit writer,
      HikariDataSource readers,
      Damage damage,
      Runnable afterClose,
      Clock clock) {
    super(writer, Dialect.SQLITE, readers, CurrentServer.embedded(), damage, clock);
    this.afterClose = afterClose;
  }

  /**
   * Opens the store kept in {@code file}, which is created, readable by its owner only, if it does
   * not exist. What is damaged of it is found in the background, see {@link #damage}.
   *
   * @throws UnusableStoreException if the file, or the temporary directory, cannot be used
   * @throws StoreException if it cannot be opened
   */
  public static SqliteStore inFile(Path file, Clock clock, MeterRegistry meters) {
    TemporaryDirectory.check();
    StoreFiles.create(file);
    return open(file, SQLiteConfig.SynchronousMode.FULL, () -> {}, clock, meters);
  }

  /**
   * Opens a store that is deleted when it is closed, for tests.
   *
   * <p>It is a temporary file without syncs. In-memory databases of SQLite have no write-ahead
   * mode: there, readers block the writer and the writer blocks readers.
   *
   * @param name part of the name of the temporary directory
   * @throws StoreException if it cannot be opened
   */
  public static SqliteStore inMemory(String name, Clock clock, MeterRegistry meters) {
    TemporaryDirectory.check();
    Path directory = StoreFiles.createTemporary("spillway-" + name);
    return open(
        directory.resolve("spillway.db"),
        SQLiteConfig.SynchronousMode.OFF,
        () -> StoreFiles.delete(directory),
        clock,
        meters);
  }

  private static SqliteStore open(
      Path file,
      SQLiteConfig.SynchronousMode synchronous,
      Runnable afterClose,
      Clock clock,
      MeterRegistry meters) {
    SQLiteDataSource database = database(file, synchronous, BUSY_MILLIS);
    HikariDataSource readers = migrated(database);
    CommitRecord commits = CommitRecord.of(file, clock);
    commits.compare(file, commitsIn(readers));
    Damage damage = new Damage();
    GroupCommit writer =
        new GroupCommit(
            Dialect.SQLITE,
            database,
            CurrentServer.embedded(),
            damage,
            clock,
            meters,
            commits::committed);
    Checkpoints checkpoints =
        Checkpoints.of(
            database(file, synchronous, CHECKPOINTER_BUSY_MILLIS), file, writer, Checkpoints.PAGES);
    writer.start();
    FileCheck check = FileCheck.start(database, damage);
    return new SqliteStore(
        writer,
        readers,
        damage,
        () -> {
          check.close();
          checkpoints.close();
          commits.close();
          afterClose.run();
        },
        clock);
  }

  private static long commitsIn(DataSource database) {
    return new QueryRunner(Dialect.SQLITE, database)
        .first("SELECT value FROM counter WHERE name = 'commit'", row -> row.getLong("value"))
        .orElse(0L);
  }

  /**
   * A source of new connections to the database in {@code file}; closing one really closes it.
   *
   * @param busyMillis how long a connection waits for the lock of another
   */
  static SQLiteDataSource database(
      Path file, SQLiteConfig.SynchronousMode synchronous, int busyMillis) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(synchronous);
    config.setPragma(
        SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(Checkpoints.LAST_RESORT_PAGES));
    config.setBusyTimeout(busyMillis);
    // Else the driver reads the row id after every insert, which costs as much as inserting.
    config.setGetGeneratedKeys(false);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    SQLiteDataSource database = new SQLiteDataSource(config);
    database.setUrl("jdbc:sqlite:" + file);
    return database;
  }

  /**
   * Migrates {@code database}, then opens a pool. In this order: two connections that switch a new
   * file to write-ahead mode at the same time block each other.
   */
  static HikariDataSource migrated(SQLiteDataSource database) {
    HikariConfig pool = new HikariConfig();
    pool.setMaxLifetime(0);
    return migrated(database, "sqlite", "the database " + database.getUrl(), pool);
  }

  /** No other node shares a file. */
  @Override
  public <T> T runExclusively(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void close() {
    super.close();
    afterClose.run();
  }
}
