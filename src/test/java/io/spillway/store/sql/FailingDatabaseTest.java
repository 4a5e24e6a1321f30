package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import io.spillway.store.StaleWriteException;
import io.spillway.store.StoreException;
import io.spillway.testing.SettableClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A commit is atomic, whatever statement fails. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingDatabaseTest {
  /** A step writes state, definition, version, segment, fact, resolution and event. */
  private static final int STATEMENTS_OF_A_STEP = 7;

  @TempDir Path directory;
  private HikariDataSource pool;
  private FaultyDatabase database;
  private GroupCommit writer;
  private AutomationStore automations;
  private ExecutionStore executions;
  private AuditLog log;

  @BeforeEach
  void start() {
    SQLiteDataSource healthy =
        SqliteStore.database(directory.resolve("db"), SQLiteConfig.SynchronousMode.OFF, 10_000);
    pool = SqliteStore.migrated(healthy);
    database = new FaultyDatabase(healthy);
    writer =
        new GroupCommit(Dialect.SQLITE, database, Clock.systemUTC(), new SimpleMeterRegistry());
    QueryRunner reader = new QueryRunner(Dialect.SQLITE, pool);
    automations = new SqlAutomations(writer, reader, new SettableClock(StoreSamples.START));
    executions = new SqlExecutions(writer, reader);
    log = new SqlAuditLog(writer, reader);
    writer.start();
  }

  @AfterEach
  void stop() {
    writer.close();
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEGIN", "INSERT INTO audit_event", "COMMIT"})
  void writesNothingOfAStepThatFailsOnItsWay(String statement) {
    database.failStatements(sql -> sql.startsWith(statement));
    assertFails(step(1));
    assertNothingStored();
    assertWorksAgain();
  }

  @Test
  void writesNothingOfAStepWhicheverStatementFails() {
    for (int failing = 1; failing <= STATEMENTS_OF_A_STEP; failing++) {
      AtomicInteger left = new AtomicInteger(failing);
      // BEGIN, COMMIT and ROLLBACK work.
      database.failStatements(sql -> sql.contains(" INTO ") && left.decrementAndGet() == 0);
      assertFails(step(1));
      assertThat(left).hasValue(0);
      assertNothingStored();
    }
    assertWorksAgain();
  }

  @Test
  void freesTheDatabaseWhenNotEvenARollbackWorks() {
    database.failStatements(sql -> sql.equals("COMMIT") || sql.equals("ROLLBACK"));
    assertFails(step(1));
    assertNothingStored();
    assertWorksAgain();
  }

  @Test
  void failsWritesWhileNoConnectionCanBeOpened() {
    database.refuseConnections();
    assertFails(step(1));
    assertFails(step(1));
    assertWorksAgain();
  }

  @Test
  void failsWritesWhileTheDiskIsFull() {
    BlockingWait.on(automations.commit(AnAutomation.of("before").defined()));
    database.runOnOpening("PRAGMA max_page_count = 1");
    // An error discards the connection; the next one is limited to the existing pages.
    database.failStatements(sql -> sql.equals("COMMIT"));
    assertFails(step(1));
    database.failStatements(sql -> false);

    AutomationCommit large =
        AnAutomation.of("a").version(1, "[\"" + "x".repeat(1_000_000) + "\"]").defined();
    assertThat(OpenStore.failureOf(automations.commit(large))).hasMessageContaining("SQLITE_FULL");
    assertNothingStored();
    assertThat(automations.load("before")).isPresent();

    database.heal();
    BlockingWait.on(automations.commit(large));
    assertThat(automations.load("a")).contains(large.next());
  }

  private void assertFails(AutomationCommit step) {
    StoreException failure = OpenStore.failureOf(automations.commit(step));
    assertThat(failure).isNotInstanceOf(StaleWriteException.class);
  }

  private void assertNothingStored() {
    assertThat(automations.load("a")).isEmpty();
    assertThat(automations.versions("a", 10, 10)).isEmpty();
    assertThat(automations.resolution("a", "r")).isEmpty();
    assertThat(executions.automationOf(1)).isEmpty();
    assertThat(executions.facts(List.of(ExecutionIds.of(1, 0)))).isEmpty();
    assertThat(log.page(Page.oldestFirst(10))).isEmpty();
  }

  private void assertWorksAgain() {
    database.heal();
    BlockingWait.on(automations.commit(step(1)));
    BlockingWait.on(automations.commit(AnAutomation.of("a").revision(2).defined()));
    assertThat(automations.load("a")).isPresent();
    assertThat(log.page(Page.oldestFirst(10))).hasSize(1);
  }

  private static AutomationCommit step(long revision) {
    return new AutomationCommit(
        AnAutomation.of("a").revision(revision).record(),
        true,
        List.of(1L),
        List.of(StoreSamples.admitted(1, 0)),
        Optional.of(StoreSamples.resolution("r", StoreSamples.START)),
        List.of(StoreSamples.event("e")));
  }
}
