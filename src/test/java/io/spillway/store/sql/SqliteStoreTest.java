package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.Transition;
import io.spillway.store.AutomationCommit;
import io.spillway.store.BlockingWait;
import io.spillway.store.IdentityStore;
import io.spillway.store.Store;
import io.spillway.store.StoreException;
import io.spillway.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock(StoreSamples.START);

  private SqliteStore open() {
    return SqliteStore.inFile(directory.resolve("spillway.db"), clock, new SimpleMeterRegistry());
  }

  private SqliteStore openInMemory(String name) {
    return SqliteStore.inMemory(name, clock, new SimpleMeterRegistry());
  }

  @Test
  void everythingIsStillThereWhenTheStoreIsOpenedAgain() {
    Instant forgetAt = StoreSamples.START.plusSeconds(60);
    AutomationCommit created =
        new AutomationCommit(
            AnAutomation.of("a").record(),
            true,
            List.of(1L),
            List.of(StoreSamples.admitted(1, 0), StoreSamples.paused(1, 1)),
            Optional.of(StoreSamples.resolution("r", StoreSamples.START)),
            List.of(StoreSamples.event("e")));
    IdentityStore.Client client =
        new IdentityStore.Client(
            "c",
            "Client",
            Set.of("admin"),
            Set.of("a1"),
            "hash",
            "",
            1,
            StoreSamples.START,
            Optional.empty());
    IdentityStore.Key key = new IdentityStore.Key("k", "sign", "{}", StoreSamples.START);
    Segment moved;
    long segmentId;
    try (SqliteStore store = open()) {
      BlockingWait.on(store.automations().commit(created));
      Transition.Move move = new Transition.Move(0, ExecutionState.CREATING);
      moved =
          store
              .executions()
              .load(1)
              .orElseThrow()
              .move(new Transition(3, StoreSamples.START.toEpochMilli(), List.of(move)))
              .segment();
      BlockingWait.on(store.executions().save(moved));
      BlockingWait.on(store.identity().addClient(client, StoreSamples.event("client")));
      BlockingWait.on(store.identity().addKey(key));
      BlockingWait.on(store.identity().useOnce("jti", forgetAt));
      segmentId = store.executions().reserveSegmentIds(0, 1);
    }
    try (SqliteStore store = open()) {
      assertThat(store.automations().load("a")).contains(created.next());
      assertThat(store.automations().versions("a", 2, 10)).hasSize(1);
      assertThat(store.automations().allUnfinishedResolutions())
          .containsExactly(created.resolution().orElseThrow());
      assertThat(store.executions().facts(List.of(ExecutionIds.of(1, 0), ExecutionIds.of(1, 1))))
          .hasSize(2);
      Segment loaded = store.executions().load(1).orElseThrow();
      assertThat(loaded.version()).isEqualTo(moved.version());
      assertThat(loaded.newestFirst(2, 0, 2)).isEqualTo(moved.newestFirst(2, 0, 2));
      assertThat(store.auditLog().page(Page.oldestFirst(10)))
          .extracting(entry -> entry.event().uid())
          .containsExactly("e", "client");
      assertThat(store.identity().client("c")).contains(client);
      assertThat(store.identity().keys("sign")).containsExactly(key);
      assertThat(BlockingWait.on(store.identity().useOnce("jti", forgetAt))).isFalse();
      assertThat(store.executions().reserveSegmentIds(0, 1)).isGreaterThan(segmentId);
    }
  }

  @Test
  void syncsEveryCommitOfItsWriteAheadLog() {
    try (SqliteStore store = open()) {
      assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
      // FULL
      assertThat(pragma(store, "synchronous")).isEqualTo("2");
      assertThat(pragma(store, "busy_timeout")).isEqualTo("10000");
    }
  }

  @Test
  void aCheckWritesOnlyIfTheLatestChangeWasNotCommitted() throws SQLException {
    try (SqliteStore store = open();
        Connection other = connect();
        Statement statement = other.createStatement()) {
      store.check();
      long afterFirst = commitsSeen(statement);
      store.check();
      store.check();
      assertThat(commitsSeen(statement)).isEqualTo(afterFirst);

      refuse(statement, "INSERT ON audit_event");
      refuse(statement, "UPDATE ON counter");
      store.check();
      OpenStore.failureOf(store.auditLog().append(List.of(StoreSamples.event("e"))));
      assertThatThrownBy(store::check).hasMessageContaining("a fault");
      BlockingWait.on(store.writer.write(session -> {}));
      assertThatThrownBy(store::check)
          .as("a transaction without a change shows nothing")
          .hasMessageContaining("a fault");

      statement.execute("DROP TRIGGER \"UPDATE ON counter\"");
      long beforeLast = commitsSeen(statement);
      store.check();
      assertThat(commitsSeen(statement)).isGreaterThan(beforeLast);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spillway.db"));
  }

  /** Changes when another connection has written. */
  private static long commitsSeen(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA data_version")) {
      return row.getLong(1);
    }
  }

  private static void refuse(Statement statement, String change) throws SQLException {
    statement.execute(
        "CREATE TRIGGER \"%s\" BEFORE %s BEGIN SELECT RAISE(ABORT, 'a fault'); END"
            .formatted(change, change));
  }

  private static String pragma(SqliteStore store, String name) {
    return BlockingWait.on(
        store.writer.submit(
            session -> {
              try (ResultSet row = session.prepare("PRAGMA " + name).executeQuery()) {
                return row.getString(1);
              }
            }));
  }

  @Test
  void itsFilesAreForTheirOwnerOnly() throws IOException {
    try (SqliteStore store = open()) {
      store.check();
      try (Stream<Path> files = Files.list(directory)) {
        List<Path> all = files.toList();
        assertThat(all)
            .extracting(file -> file.getFileName().toString())
            .containsExactlyInAnyOrder(
                "spillway.db", "spillway.db-wal", "spillway.db-shm", "spillway.db-commit");
        for (Path file : all) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo("rw-------");
        }
      }
    }
  }

  @Test
  void saysWhichFileCannotBeOpened() throws IOException {
    Path missing = directory.resolve("missing").resolve("spillway.db");
    assertThatThrownBy(() -> SqliteStore.inFile(missing, clock, new SimpleMeterRegistry()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(missing.toString());
    Path text = Files.writeString(directory.resolve("text.db"), "no database ".repeat(1_000));
    assertThatThrownBy(() -> SqliteStore.inFile(text, clock, new SimpleMeterRegistry()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(text.toString());
  }

  @Test
  void refusesToWorkOnceItIsClosed() {
    SqliteStore store = open();
    store.check();
    store.close();
    store.close();
    assertThatThrownBy(store::check).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.automations().load("a")).isInstanceOf(StoreException.class);
    OpenStore.failureOf(store.automations().commit(AnAutomation.of("a").defined()));
  }

  @Test
  void aStoreInMemoryIsOnItsOwnAndLeavesNothing() throws IOException {
    String name = UUID.randomUUID().toString();
    try (SqliteStore one = openInMemory(name);
        SqliteStore other = openInMemory(name)) {
      BlockingWait.on(one.automations().commit(AnAutomation.of("a").defined()));
      assertThat(other.automations().load("a")).isEmpty();
    }
    try (Stream<Path> left = Files.list(TEMPORARY)) {
      assertThat(left.filter(path -> path.toString().contains(name))).isEmpty();
    }
  }

  @Test
  void readersAndABusyWriterDoNotShutEachOtherOut() {
    try (SqliteStore store = openInMemory("busy")) {
      BlockingWait.on(store.automations().commit(AnAutomation.of("a").defined()));
      List<CompletableFuture<Void>> readers = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        readers.add(CompletableFuture.runAsync(() -> readMuch(store)));
      }
      CompletableFuture<Void> reading =
          CompletableFuture.allOf(readers.toArray(new CompletableFuture<?>[0]));
      int written = writeUntil(reading, store);
      reading.join();
      assertThat(auditEvents(store)).isEqualTo(written);
    }
  }

  private static void readMuch(Store store) {
    for (int i = 0; i < 300; i++) {
      assertThat(store.automations().load("a")).isPresent();
      store.auditLog().page(Page.newestFirst(20));
    }
  }

  /** Keeps writes queued, so that transactions follow each other. */
  private static int writeUntil(CompletableFuture<Void> end, Store store) {
    Queue<CompletionStage<Void>> writes = new ArrayDeque<>();
    int written = 0;
    while (!end.isDone()) {
      writes.add(store.auditLog().append(List.of(StoreSamples.event("e" + written))));
      written++;
      if (writes.size() > 1_000) {
        BlockingWait.on(writes.remove());
      }
    }
    writes.forEach(BlockingWait::on);
    return written;
  }

  private static int auditEvents(Store store) {
    return store.auditLog().page(Page.oldestFirst(Integer.MAX_VALUE)).size();
  }
}
