package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.BlockingWait;
import io.spillway.testing.CapturedLog;
import io.spillway.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite file that has lost commits, such as with its write-ahead log. */
class MissingCommitsTest {
  @TempDir Path directory;
  private final SettableClock clock = new SettableClock(StoreSamples.START);

  @Test
  void areSaidAtTheStartAfterTheLogWasDeleted() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (SqliteStore store = open(directory)) {
      commit(store, 10);
      copyAsIfKilled(copy);
    }
    Files.delete(copy.resolve("spillway.db-wal"));

    assertThat(warningsOfAStart(copy))
        .singleElement()
        .asString()
        .startsWith("WARN 10 commits are missing in the database " + copy.resolve("spillway.db"))
        .contains("its last one is 0, this node has made 10");
    assertThat(warningsOfAStart(copy)).isEmpty();
  }

  @Test
  void areNotSaidIfTheLogIsThere() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (SqliteStore store = open(directory)) {
      commit(store, 10);
      copyAsIfKilled(copy);
    }

    assertThat(warningsOfAStart(copy)).isEmpty();
    assertThat(warningsOfAStart(directory)).isEmpty();
  }

  @Test
  void areSaidAfterAnOlderCopyWasRestored() throws IOException {
    Path database = directory.resolve("spillway.db");
    open(directory).close();
    Path backup = Files.copy(database, directory.resolve("backup.db"));
    try (SqliteStore store = open(directory)) {
      commit(store, 3);
    }
    Files.delete(database);
    Files.move(backup, database);

    assertThat(warningsOfAStart(directory)).singleElement().asString().contains("3 commits");
  }

  @Test
  void areNotSaidIfNothingWasRecordedOrTheRecordIsDamaged() throws IOException {
    try (SqliteStore store = open(directory)) {
      commit(store, 3);
    }
    Path file = directory.resolve("spillway.db-commit");
    assertThat(file).hasContent("0000000000000000003\n");
    for (String content : List.of("", "9", "x".repeat(20), "9".repeat(20))) {
      Files.writeString(file, content);
      assertThat(warningsOfAStart(directory)).as(content).isEmpty();
    }
    Files.delete(file);
    assertThat(warningsOfAStart(directory)).isEmpty();
  }

  @Test
  void theNumberIsWrittenOnceASecondAndAtTheEnd() throws IOException {
    Path file = directory.resolve("spillway.db-commit");
    try (SqliteStore store = open(directory)) {
      commit(store);
      commit(store);
      assertThat(file).hasContent("0000000000000000001\n");
      clock.advance(Duration.ofSeconds(1));
      commit(store);
      commit(store);
      assertThat(file).hasContent("0000000000000000003\n");
    }
    assertThat(file).hasContent("0000000000000000004\n");
  }

  private void commit(SqliteStore store, int count) {
    for (int i = 0; i < count; i++) {
      clock.advance(Duration.ofSeconds(1));
      commit(store);
    }
  }

  private void copyAsIfKilled(Path to) throws IOException {
    for (String file : List.of("spillway.db", "spillway.db-wal", "spillway.db-commit")) {
      Files.copy(directory.resolve(file), to.resolve(file));
    }
  }

  private static void commit(SqliteStore store) {
    BlockingWait.on(
        store.writer.write(
            session ->
                session.update("UPDATE counter SET value = value + 1 WHERE name = 'check'")));
  }

  private List<String> warningsOfAStart(Path data) {
    try (CapturedLog log = CapturedLog.of(CommitRecord.class.getName());
        SqliteStore store = open(data)) {
      commit(store);
      return log.lines();
    }
  }

  private SqliteStore open(Path data) {
    return SqliteStore.inFile(data.resolve("spillway.db"), clock, new SimpleMeterRegistry());
  }
}
