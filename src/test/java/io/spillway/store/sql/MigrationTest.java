package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.StepCounts;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.ExecutionStore.Created;
import io.spillway.store.Store;
import io.spillway.testing.PostgresServer;
import io.spillway.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The data of earlier schema versions is kept by an upgrade. */
class MigrationTest {
  private static final String CONTEXT = "{\"name\":\"Zoë\"}";

  @TempDir Path directory;

  @Test
  void factsOfTheFirstVersionAreKept() throws SQLException {
    Path file = directory.resolve("db");
    SQLiteDataSource database =
        SqliteStore.database(file, SQLiteConfig.SynchronousMode.OFF, 10_000);
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/sqlite")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO segment (segment_id, automation_id, version, slot_count, paused, states)"
              + " VALUES (3, 'a', 0, 0, 0, 0)");
      statement.execute(
          "INSERT INTO execution VALUES (3072, 10, 0, 4, CAST('"
              + CONTEXT
              + "' AS BLOB)), (3073, 11, 2, 5, CAST('{}' AS BLOB))");
    }

    try (SqliteStore store =
        SqliteStore.inFile(
            file, new SettableClock(StoreSamples.START), new SimpleMeterRegistry())) {
      long first = ExecutionIds.of(3, 0);
      Map<Long, ExecutionFact> facts = store.executions().facts(List.of(first, first + 1));
      assertThat(List.of(first, first + 1))
          .map(facts::get)
          .usingRecursiveComparison()
          .isEqualTo(
              List.of(
                  new ExecutionFact(first, 10, 0, 4, "", CONTEXT.getBytes(StandardCharsets.UTF_8)),
                  new ExecutionFact(
                      first + 1, 11, 2, 5, "", "{}".getBytes(StandardCharsets.UTF_8))));
      assertThat(store.executions().newestFirst(Created.LATEST, 9))
          .containsExactly(new Created(11, first + 1), new Created(10, first));
      Segment segment = store.executions().load(3).orElseThrow();
      assertThat(segment.status(0).state()).isEqualTo(ExecutionState.PENDING);
      assertThat(segment.status(1).state()).isEqualTo(ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);
    }
  }

  private static final String FIRST_AUTOMATION =
      "INSERT INTO automation (automation_id, display_name, description, app_id, enabled, draft,"
          + " breaker_max, breaker_period, version, created_at, search_text, annotations, steps,"
          + " draft_steps, triggers, draft_triggers, context)"
          + " VALUES ('a', 'A', '', '', 1, 0, 0, 'UNSPECIFIED', 1, 10, 'a', '{}', '[1]', '[]',"
          + " '[2]', '[3]', '{}')";
  private static final String FIRST_STATE =
      "INSERT INTO automation_state (automation_id, revision, generation, window_started_at)"
          + " VALUES ('a', 7, 2, 10)";

  @Test
  void anAutomationOfTheFirstVersionIsInItsFirstEpoch() throws SQLException {
    Path file = directory.resolve("db");
    fillFirstVersion(
        SqliteStore.database(file, SQLiteConfig.SynchronousMode.OFF, 10_000), "sqlite");
    try (SqliteStore store =
        SqliteStore.inFile(
            file, new SettableClock(StoreSamples.START), new SimpleMeterRegistry())) {
      assertIsOwnedAnew(store);
    }
  }

  @Test
  @Tag("postgresql")
  void anAutomationOfTheFirstVersionInPostgresIsInItsFirstEpoch() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    fillFirstVersion(database, "postgresql");
    try (PostgresStore store =
        PostgresStore.at(
            url,
            DatabaseSharing.SHARED,
            new SettableClock(StoreSamples.START),
            new SimpleMeterRegistry())) {
      assertIsOwnedAnew(store);
    }
  }

  /** Full ones of which 7 are held: one with others that are pending, one with others done. */
  private static final String FIRST_SEGMENTS =
      "INSERT INTO segment (segment_id, automation_id, version, slot_count, paused, states)"
          + " VALUES (3, 'a', 2, 1024, 7, 1026), (4, 'b', 2, 1024, 7, 1152)";

  @Test
  void segmentsOfTheFirstVersionMayHaveSomethingToRun() throws SQLException {
    Path file = directory.resolve("db");
    SQLiteDataSource database =
        SqliteStore.database(file, SQLiteConfig.SynchronousMode.OFF, 10_000);
    fillFirstVersion(database, "sqlite");
    execute(database, FIRST_SEGMENTS);
    try (SqliteStore store =
        SqliteStore.inFile(
            file, new SettableClock(StoreSamples.START), new SimpleMeterRegistry())) {
      assertMayHaveSomethingToRun(store);
    }
  }

  @Test
  @Tag("postgresql")
  void segmentsOfTheFirstVersionInPostgresMayHaveSomethingToRun() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    fillFirstVersion(database, "postgresql");
    execute(database, FIRST_SEGMENTS);
    try (PostgresStore store =
        PostgresStore.at(
            url,
            DatabaseSharing.SHARED,
            new SettableClock(StoreSamples.START),
            new SimpleMeterRegistry())) {
      assertMayHaveSomethingToRun(store);
    }
  }

  private static void assertMayHaveSomethingToRun(Store store) {
    // Automations of then are run by others.
    assertThat(store.executions().automationsToRun()).isEmpty();
    assertThat(store.executions().summaries("a").get(0).counts())
        .isEqualTo(StepCounts.ofPending(ExecutionIds.SLOTS - 7));
  }

  private static final String FIRST_EVENT =
      "INSERT INTO audit_event (uid, kind, occurred_at, actor, automation_id, message, details)"
          + " VALUES ('old', 'AUTOMATION_UPDATED', 10, 'alice', 'a', 'm', '{}')";

  @Test
  void theChainBeginsAfterTheEventsOfTheFirstVersion() throws SQLException {
    Path file = directory.resolve("db");
    SQLiteDataSource database =
        SqliteStore.database(file, SQLiteConfig.SynchronousMode.OFF, 10_000);
    fillFirstVersion(database, "sqlite");
    execute(database, FIRST_EVENT);
    try (SqliteStore store =
        SqliteStore.inFile(
            file, new SettableClock(StoreSamples.START), new SimpleMeterRegistry())) {
      assertChainBeginsAfterTheFirstEvent(store);
    }
  }

  @Test
  @Tag("postgresql")
  void theChainInPostgresBeginsAfterTheEventsOfTheFirstVersion() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    fillFirstVersion(database, "postgresql");
    execute(database, FIRST_EVENT);
    try (PostgresStore store =
        PostgresStore.at(
            url,
            DatabaseSharing.SHARED,
            new SettableClock(StoreSamples.START),
            new SimpleMeterRegistry())) {
      assertChainBeginsAfterTheFirstEvent(store);
    }
  }

  private static void assertChainBeginsAfterTheFirstEvent(Store store) {
    assertThat(store.auditLog().lastInChain())
        .isEqualTo(new ChainPoint(1, ChainPoint.GENESIS_HASH));
    BlockingWait.on(store.auditLog().append(List.of(StoreSamples.event("new"))));
    List<AuditLog.Entry> entries = store.auditLog().page(Page.oldestFirst(10));
    assertThat(entries).extracting(AuditLog.Entry::number).containsExactly(1L, 2L);
    assertThat(entries.get(0).link()).isEmpty();
    assertThat(entries.get(1).link().orElseThrow().previousHash())
        .isEqualTo(ChainPoint.GENESIS_HASH);
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void fillFirstVersion(DataSource database, String kind) throws SQLException {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/" + kind)
        .target("1")
        .load()
        .migrate();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(FIRST_AUTOMATION);
      statement.execute(FIRST_STATE);
    }
  }

  private static void assertIsOwnedAnew(Store store) {
    AutomationRecord before = store.automations().load("a").orElseThrow();
    assertThat(before.revision()).isEqualTo(7);
    assertThat(before.epoch()).isEqualTo(1);
    // Draft steps were not given, draft triggers were.
    assertThat(before.automation().document())
        .isEqualTo(new Automation.Document("[1]", "[1]", "[2]", "[3]", "{}"));
    assertThat(before.automation().runner()).isEqualTo(RunnerSettings.EXTERNAL);
    AutomationRecord owned = store.automations().claim("a").orElseThrow();
    assertThat(owned.epoch()).isEqualTo(2);
    AutomationRecord next = owned.next(owned.breaker());
    BlockingWait.on(
        store
            .automations()
            .commit(
                AutomationCommit.changingBreaker(next, Optional.empty(), List.of())
                    .withOperations(Map.of(1L, 2L))));
    assertThat(store.automations().load("a")).contains(next);
    assertThat(store.automations().applied("a", List.of(1L))).isEqualTo(Map.of(1L, 2L));
  }
}
