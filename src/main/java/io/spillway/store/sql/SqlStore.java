package io.spillway.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import io.spillway.store.IdentityStore;
import io.spillway.store.StepStore;
import io.spillway.store.Store;
import io.spillway.store.WebhookStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A store over one {@link GroupCommit} and a pool of connections for reading. */
abstract class SqlStore implements Store {
  private static final int READERS = 8;

  final GroupCommit writer;
  private final CurrentServer server;
  private final Damage damage;
  private final HikariDataSource readers;
  private final AutomationStore automations;
  private final ExecutionStore executions;
  private final StepStore steps;
  private final AuditLog auditLog;
  private final IdentityStore identity;
  private final WebhookStore webhooks;

  SqlStore(
      GroupCommit writer,
      Dialect dialect,
      HikariDataSource readers,
      CurrentServer server,
      Damage damage,
      Clock clock) {
    this.writer = writer;
    this.readers = readers;
    this.server = server;
    this.damage = damage;
    ReadConnections connections = new ReadConnections(dialect, readers, server);
    server.onMoved(moved -> connections.evictIdle());
    QueryRunner reader = new QueryRunner(dialect, connections, damage);
    this.automations = new SqlAutomations(writer, reader, clock);
    this.executions = new SqlExecutions(writer, reader);
    this.steps = new SqlSteps(writer, reader);
    this.auditLog = new SqlAuditLog(writer, reader);
    this.identity = new SqlIdentityStore(writer, reader, clock);
    this.webhooks = new SqlWebhooks(writer, reader);
  }

  /**
   * Migrates a database, then opens a pool of connections to it for reading.
   *
   * @param kind where its migrations are, and the name of the pool
   * @param name of the database for messages
   * @param pool further settings of the pool
   */
  static HikariDataSource migrated(
      DataSource database, String kind, String name, HikariConfig pool) {
    try {
      Flyway.configure(SqlStore.class.getClassLoader())
          .dataSource(database)
          .locations("classpath:db/migration/" + kind)
          .load()
          .migrate();
    } catch (RuntimeException e) {
      throw MigrationRefusal.of(e, name);
    }
    pool.setPoolName("spillway-" + kind);
    pool.setDataSource(database);
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(1);
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }

  @Override
  public final AutomationStore automations() {
    return automations;
  }

  @Override
  public final ExecutionStore executions() {
    return executions;
  }

  @Override
  public final StepStore steps() {
    return steps;
  }

  @Override
  public final AuditLog auditLog() {
    return auditLog;
  }

  @Override
  public final IdentityStore identity() {
    return identity;
  }

  @Override
  public final WebhookStore webhooks() {
    return webhooks;
  }

  @Override
  public final void check() {
    BlockingWait.on(writer.write(this::check));
  }

  /** Each commit restarts the online backup of a SQLite database, so an idle node makes none. */
  private void check(WriterSession session) throws SQLException {
    if (writer.latestCommitted()) {
      session.requireWritable();
    } else {
      session.update("UPDATE counter SET value = value + 1 WHERE name = 'check'");
    }
  }

  @Override
  public final Duration withoutCommit() {
    return writer.withoutCommit();
  }

  @Override
  public final Optional<String> damage() {
    return damage.seen();
  }

  @Override
  public final boolean isAway() {
    return server.away().isPresent();
  }

  @Override
  public final void onMoved(Consumer<String> drop) {
    server.onMoved(drop);
  }

  @Override
  public final void lookAgain(String other) {
    if (server.othersAreOn(other)) {
      writer.abandonConnection();
    }
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
