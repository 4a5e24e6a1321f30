package io.spillway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded store: one SQLite file in write-ahead mode, every commit synced to the disk.
 *
 * <p>SQLite has one writer at a time, which is the group commit's thread; readers see the latest
 * committed state without waiting for it.
 */
public final class SqliteStore implements Store {
  private static final int READERS = 8;
  private static final int CHECKPOINT_PAGES = 8_192;
  private static final int BUSY_MILLIS = 10_000;

  private final HikariDataSource database;
  private final GroupCommit writer;
  private final SqlAutomations automations;
  private final SqlExecutions executions;
  private final SqlAuditLog auditLog;
  private final SqlIdentity identity;

  private SqliteStore(String url, SQLiteConfig config, Clock clock, MeterRegistry meters) {
    database = open(url, config);
    try {
      Flyway.configure(SqliteStore.class.getClassLoader())
          .dataSource(database)
          .locations("classpath:db/migration/sqlite")
          .load()
          .migrate();
    } catch (RuntimeException e) {
      database.close();
      throw new StoreException(
          "the database could not be brought up to date: " + e.getMessage(), e);
    }
    writer = new GroupCommit(database, meters);
    Reader reader = new Reader(database);
    automations = new SqlAutomations(writer, reader, clock);
    executions = new SqlExecutions(writer, reader);
    auditLog = new SqlAuditLog(writer, reader);
    identity = new SqlIdentity(writer, reader, clock);
    writer.start();
  }

  /** Opens the store kept in {@code file}, which is made if it does not exist. */
  public static SqliteStore inFile(Path file, Clock clock, MeterRegistry meters) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
    return new SqliteStore("jdbc:sqlite:" + file, config, clock, meters);
  }

  /** Opens a store that keeps nothing beyond its closing, for tests and trials. */
  public static SqliteStore inMemory(String name, Clock clock, MeterRegistry meters) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
    return new SqliteStore("jdbc:sqlite:file:/" + name + "?vfs=memdb", config, clock, meters);
  }

  private static HikariDataSource open(String url, SQLiteConfig config) {
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("spillway-sqlite");
    pool.setDataSource(source);
    pool.setMaximumPoolSize(READERS + 1);
    pool.setMinimumIdle(1);
    pool.setMaxLifetime(0);
    return new HikariDataSource(pool);
  }

  @Override
  public AutomationStore automations() {
    return automations;
  }

  @Override
  public ExecutionStore executions() {
    return executions;
  }

  @Override
  public AuditLog auditLog() {
    return auditLog;
  }

  @Override
  public IdentityStore identity() {
    return identity;
  }

  @Override
  public void check() {
    Waiting.on(
        writer.submit(
            session ->
                session.update("UPDATE counter SET value = value + 1 WHERE name = 'check'")));
  }

  @Override
  public void close() {
    writer.close();
    database.close();
  }
}
