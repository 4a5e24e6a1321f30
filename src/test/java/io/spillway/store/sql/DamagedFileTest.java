package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.AutomationCommit;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import io.spillway.store.UnreadableSegmentException;
import io.spillway.store.UnusableStoreException;
import io.spillway.testing.CapturedLog;
import io.spillway.testing.DamagedPages;
import io.spillway.testing.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite file with a damaged page. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedFileTest {
  private static final int SEGMENTS = 20;
  private static final long DAMAGED = 10;

  @TempDir Path directory;

  @Test
  void isFoundByACheckInTheBackgroundAndSaidOnce() throws IOException {
    write();
    DamagedPages.flipHeader(file(), marker(DAMAGED));

    try (CapturedLog log = CapturedLog.of(Damage.class.getName());
        SqliteStore store = open()) {
      await().until(() -> store.damage().isPresent());
      assertUnreadable(store);

      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("ERROR the database is damaged: ")
          .contains(store.damage().orElseThrow())
          .doesNotContain("\n");
      store.check();
    }
  }

  private static void assertUnreadable(Store store) {
    List<Long> all =
        LongStream.rangeClosed(1, SEGMENTS)
            .mapToObj(segment -> ExecutionIds.of(segment, 0))
            .toList();
    List<Runnable> reads =
        List.of(
            () -> store.executions().load(DAMAGED),
            () -> store.executions().facts(List.of(ExecutionIds.of(DAMAGED, 0))),
            () -> store.executions().facts(all),
            () -> store.executions().forEachFact(DAMAGED, any -> true, fact -> {}));
    assertThat(reads)
        .allSatisfy(
            read ->
                assertThatThrownBy(read::run)
                    .isInstanceOf(UnreadableSegmentException.class)
                    .hasMessageStartingWith("segment " + DAMAGED + " cannot be read: "));
    for (long segmentId : List.of(1L, DAMAGED - 2, DAMAGED + 2, (long) SEGMENTS)) {
      assertThat(store.executions().load(segmentId)).isPresent();
      assertThat(store.executions().facts(List.of(ExecutionIds.of(segmentId, 0)))).hasSize(1);
    }
    assertThat(store.executions().summaries("a")).hasSize(SEGMENTS);
  }

  @Test
  void isNotFoundInASoundFile() {
    write();
    try (CapturedLog log = CapturedLog.of("io.spillway.store.sql");
        SqliteStore store = open()) {
      store.check();
      assertThat(store.damage()).isEmpty();
      assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
    }
  }

  @Test
  void isNotOpenedIfItsBeginningIsDamaged() throws IOException {
    write();
    DamagedPages.flipHeader(file(), "SQLite format 3");

    assertThatThrownBy(this::open)
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("is damaged")
        .hasMessageContaining("restore it from a backup");
  }

  /** Segments with one execution each, whose context fills most of a page. */
  private void write() {
    List<Long> segments = LongStream.rangeClosed(1, SEGMENTS).boxed().toList();
    List<ExecutionFact> facts = new ArrayList<>();
    for (long segment : segments) {
      String context = "{\"m\":\"" + marker(segment) + "x".repeat(3_000) + "\"}";
      facts.add(
          new ExecutionFact(
              ExecutionIds.of(segment, 0),
              StoreSamples.START.toEpochMilli(),
              1,
              1,
              "ada",
              context.getBytes(StandardCharsets.UTF_8)));
    }
    try (SqliteStore store = open()) {
      BlockingWait.on(store.automations().commit(AnAutomation.of("a").defined()));
      BlockingWait.on(
          store
              .automations()
              .commit(
                  AutomationCommit.creatingExecutions(
                      AnAutomation.of("a").revision(2).record(), segments, facts, List.of())));
    }
  }

  private static String marker(long segmentId) {
    return "marker-" + segmentId + "-";
  }

  private Path file() {
    return directory.resolve("spillway.db");
  }

  private SqliteStore open() {
    return SqliteStore.inFile(
        file(), new SettableClock(StoreSamples.START), new SimpleMeterRegistry());
  }
}
