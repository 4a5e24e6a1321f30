package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Slots;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import io.spillway.store.StepStore;
import io.spillway.testing.SettableClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Queries on tables that grow find their rows by an index, and read lists in its order. */
class QueryPlanTest {
  @TempDir Path directory;
  private HikariDataSource pool;
  private GroupCommit writer;
  private QueryRunner explaining;
  private AutomationStore automations;
  private ExecutionStore executions;
  private AuditLog log;
  private StepStore steps;
  private final List<String> queries = new ArrayList<>();

  @BeforeEach
  void recordQueries() {
    SQLiteDataSource database =
        SqliteStore.database(directory.resolve("db"), SQLiteConfig.SynchronousMode.OFF, 10_000);
    pool = SqliteStore.migrated(database);
    explaining = new QueryRunner(Dialect.SQLITE, pool);
    FaultyDatabase recording = new FaultyDatabase(pool);
    recording.failStatements(
        sql -> {
          queries.add(sql);
          return false;
        });
    writer =
        new GroupCommit(Dialect.SQLITE, database, Clock.systemUTC(), new SimpleMeterRegistry());
    QueryRunner reader = new QueryRunner(Dialect.SQLITE, recording);
    automations = new SqlAutomations(writer, reader, new SettableClock(StoreSamples.START));
    executions = new SqlExecutions(writer, reader);
    steps = new SqlSteps(writer, reader);
    log = new SqlAuditLog(writer, reader);
    writer.start();
  }

  @AfterEach
  void close() {
    writer.close();
    pool.close();
  }

  @Test
  void segmentsAndTheirLaterArrivalsAreFoundById() {
    BlockingWait.on(automations.commit(AnAutomation.of("a").defined()));
    BlockingWait.on(
        automations.commit(
            AutomationCommit.creatingExecutions(
                AnAutomation.of("a").revision(2).record(), List.of(1L), List.of(), List.of())));
    executions.load(1);
    assertThat(queries).hasSize(2);
    executions.automationOf(1);
    assertIndexed();
  }

  @Test
  void segmentsOfAnAutomationAreReadInOrder() {
    executions.segmentsNewestFirst("a", Long.MAX_VALUE, 0, 10);
    executions.segmentsNewestFirst("a", Long.MAX_VALUE, 2, 10);
    executions.summaries("a");
    assertIndexed();
  }

  @Test
  void pausedExecutionsAreCountedOfAutomationsThatTrippedOnly() {
    executions.pausedByAutomation();
    assertThat(plan(queries.get(0)))
        .anyMatch(step -> step.contains("SEARCH s USING INDEX segment_of_automation"))
        .anyMatch(step -> step.contains("SEARCH f USING INTEGER PRIMARY KEY"));
  }

  @Test
  void automationsToRunAreFoundAmongManyThatAreHeldOrDone() {
    executions.automationsToRun();
    assertThat(plan(queries.get(0)))
        .anyMatch(step -> step.contains("s USING COVERING INDEX segment_runnable"))
        .anyMatch(step -> step.contains("s USING COVERING INDEX segment_open"))
        .anyMatch(step -> step.contains("SEARCH f EXISTS USING INTEGER PRIMARY KEY"));
  }

  @Test
  void resultsOfStepsAreReadInOrder() {
    steps.results(1, Slots.ALL);
    assertIndexed();
  }

  @Test
  void executionsAreReadInOrderAndFoundById() {
    executions.newestFirst(ExecutionStore.Created.LATEST, 10);
    executions.facts(List.of(ExecutionIds.of(1, 0), ExecutionIds.of(1, 1)));
    assertIndexed();
  }

  @Test
  void automationsAndTheirVersionsAreReadInOrder() {
    automations.load("a");
    automations.outlines(
        new AutomationStore.Query("text", "app", Set.of("a"), Optional.empty(), 10));
    automations.versions("a", 9, 10);
    assertIndexed();
  }

  @Test
  void quotasAreCheckedByIndex() {
    automations.versionBytes("a", 2);
    executions.contextBytes(1, StoreSamples.START);
    assertIndexed();
    queries.clear();
    automations.count(10);
    assertThat(plan(queries.get(0)))
        .anyMatch(
            step -> step.contains("SEARCH automation USING COVERING INDEX automation_newest"));
  }

  @Test
  void carriedOutCommandsAreFoundByTheirAutomationInOrder() {
    automations.applied("a", Set.of(1L));
    assertIndexed();
  }

  @Test
  void resolutionsAreReadInOrder() {
    automations.resolution("a", "r");
    automations.resolutions("a", Optional.empty(), 10);
    automations.failedSegments("r", 0, 10);
    executions.segmentsOldestFirst("a", 0, 10);
    assertIndexed();
  }

  @Test
  void runningResolutionsAreFoundAmongManyThatAreDone() {
    automations.allUnfinishedResolutions();
    assertThat(plan(queries.get(0))).anyMatch(step -> step.contains("INDEX resolution_running"));
  }

  @Test
  void unfinishedResolutionsOfAnAutomationAreFoundAmongManyThatAreDone() {
    automations.unfinishedResolutions("a");
    assertIndexed();
    assertThat(plan(queries.get(0))).anyMatch(step -> step.contains("INDEX resolution_unfinished"));
  }

  @Test
  void theSystemLogIsReadInOrderAndFoundByUid() {
    log.page(Page.oldestFirst(10));
    log.page(Page.newestFirst(10));
    log.page(Page.between(Page.oldestFirst(10), StoreSamples.START, StoreSamples.START));
    log.numberOf("u");
    log.newestBefore(StoreSamples.START);
    log.lastInChain();
    assertIndexed();
  }

  private void assertIndexed() {
    assertThat(queries).isNotEmpty();
    for (String query : queries) {
      assertThat(plan(query))
          .as(query)
          .isNotEmpty()
          .allMatch(
              step ->
                  step.startsWith("SEARCH ")
                      || step.startsWith("SCAN json_each ")
                      || step.startsWith("LIST SUBQUERY ")
                      || step.startsWith("CORRELATED SCALAR SUBQUERY ")
                      || step.equals("CREATE BLOOM FILTER"));
    }
  }

  private List<String> plan(String query) {
    return explaining.list("EXPLAIN QUERY PLAN " + query, row -> QueryRunner.text(row, "detail"));
  }
}
