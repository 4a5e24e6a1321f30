package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.AuditLog;
import io.spillway.store.UnknownOutcomeException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A commit with a lost response is not treated as failed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnknownOutcomeTest {
  @TempDir Path directory;
  private HikariDataSource pool;
  private FaultyDatabase database;
  private GroupCommit writer;
  private AuditLog log;

  @BeforeEach
  void start() {
    SQLiteDataSource healthy =
        SqliteStore.database(directory.resolve("db"), SQLiteConfig.SynchronousMode.OFF, 10_000);
    pool = SqliteStore.migrated(healthy);
    database = new FaultyDatabase(healthy);
    writer =
        new GroupCommit(Dialect.SQLITE, database, Clock.systemUTC(), new SimpleMeterRegistry());
    log = new SqlAuditLog(writer, new QueryRunner(Dialect.SQLITE, pool));
    writer.start();
  }

  @AfterEach
  void stop() {
    writer.close();
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "08003", "57P01", "57P02"})
  void whatMayHaveBeenCommittedIsNotTriedAgain(String state) {
    AtomicInteger runs = new AtomicInteger();
    database.loseAnswers(secondCommit(), new SQLException("broken", state));
    for (CompletableFuture<Void> write : threeTogether(runs)) {
      assertThat(OpenStore.failureOf(write)).isInstanceOf(UnknownOutcomeException.class);
    }
    assertThat(runs).hasValue(3);
    assertThat(stored()).containsExactly("e0", "e1", "e2");
    assertWorksAgain();
  }

  @Test
  void aConnectionThatAnswersNoMoreLeavesTheOutcomeOpenToo() {
    database.loseAnswers(secondCommit(), new SQLException("broken"));
    database.breakConnections();
    for (CompletableFuture<Void> write : threeTogether(new AtomicInteger())) {
      assertThat(OpenStore.failureOf(write)).isInstanceOf(UnknownOutcomeException.class);
    }
    assertWorksAgain();
  }

  @Test
  void aCommitThatIsRefusedIsTriedAgainOneByOne() {
    AtomicInteger runs = new AtomicInteger();
    database.failStatements(secondCommit());
    threeTogether(runs).forEach(CompletableFuture::join);
    assertThat(runs).hasValue(6);
    assertThat(stored()).containsExactly("e0", "e1", "e2");
  }

  @Test
  void aConnectionThatBreaksBeforeTheCommitLeavesNoDoubt() {
    AtomicInteger inserts = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    database.loseAnswers(
        sql -> sql.startsWith("INSERT") && inserts.incrementAndGet() == 3,
        new SQLException("broken", "08006"));
    threeTogether(runs).forEach(CompletableFuture::join);
    assertThat(runs).hasValue(6);
    assertThat(stored()).containsExactly("e0", "e1", "e2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01"})
  void aConnectionThatWasCutBeforeATransactionIsReplacedAtOnce(String state) {
    assertWorksAgain();
    AtomicInteger cut = new AtomicInteger(1);
    AtomicInteger runs = new AtomicInteger();
    database.loseAnswers(
        sql -> sql.equals("BEGIN IMMEDIATE") && cut.getAndDecrement() > 0,
        new SQLException("closed while idle", state));

    write("e", runs).join();

    assertThat(runs).hasValue(1);
    assertThat(stored()).containsExactly("later", "e");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNotAskedTwiceForOneWrite() {
    assertWorksAgain();
    AtomicInteger begins = new AtomicInteger();
    database.loseAnswers(
        sql -> sql.equals("BEGIN IMMEDIATE") && begins.getAndIncrement() == 0,
        new SQLException("no answer", "08006", new SocketTimeoutException("Read timed out")));

    assertThat(OpenStore.failureOf(write("e", new AtomicInteger()))).hasMessageContaining("answer");

    assertThat(begins).hasValue(1);
    assertThat(stored()).containsExactly("later");
  }

  /** The first commit is that of the write that blocks the others. */
  private static Predicate<String> secondCommit() {
    AtomicInteger commits = new AtomicInteger();
    return sql -> sql.equals("COMMIT") && commits.incrementAndGet() == 2;
  }

  /** Three writes in one transaction; counts how often one is run. */
  private List<CompletableFuture<Void>> threeTogether(AtomicInteger runs) {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Void> holding =
        writer.write(
            session -> {
              held.countDown();
              await(gate);
            });
    await(held);
    List<CompletableFuture<Void>> writes =
        Stream.of("e0", "e1", "e2").map(uid -> write(uid, runs)).toList();
    gate.countDown();
    holding.join();
    return writes;
  }

  private CompletableFuture<Void> write(String uid, AtomicInteger runs) {
    return writer.write(
        session -> {
          runs.incrementAndGet();
          SqlAuditLog.write(session, List.of(StoreSamples.event(uid)));
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertWorksAgain() {
    database.heal();
    log.append(List.of(StoreSamples.event("later"))).toCompletableFuture().join();
    assertThat(stored()).endsWith("later");
  }

  private List<String> stored() {
    return log.page(Page.oldestFirst(100)).stream().map(entry -> entry.event().uid()).toList();
  }
}
