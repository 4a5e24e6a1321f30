package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.AuditLog;
import io.spillway.store.StoreException;
import io.spillway.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {
  @TempDir Path directory;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private HikariDataSource pool;
  private GroupCommit writer;
  private AuditLog log;

  @BeforeEach
  void start() {
    SQLiteDataSource database =
        SqliteStore.database(directory.resolve("db"), SQLiteConfig.SynchronousMode.OFF, 10_000);
    pool = SqliteStore.migrated(database);
    writer = new GroupCommit(Dialect.SQLITE, database, clock, meters);
    log = new SqlAuditLog(writer, new QueryRunner(Dialect.SQLITE, pool));
    writer.start();
  }

  @AfterEach
  void stop() {
    writer.close();
    pool.close();
  }

  @Test
  void makesTheWritesOfManyThreadsDurable() {
    List<String> expected = new ArrayList<>();
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      List<String> uids = uids(thread + "-", 300);
      expected.addAll(uids);
      threads.add(CompletableFuture.runAsync(() -> uids.forEach(uid -> append(uid).join())));
    }
    threads.forEach(CompletableFuture::join);
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void commitsTogetherWhatHasCollected() {
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    CountDownLatch gate = holdWriter();
    uids("e", 600).forEach(uid -> writes.add(append(uid)));
    gate.countDown();
    writes.forEach(CompletableFuture::join);

    DistributionSummary batches = meters.get("spillway.store.commit.batch").summary();
    // The write that blocked the writer, a full batch, and the rest.
    assertThat(batches.count()).isEqualTo(3);
    assertThat(batches.max()).isEqualTo(GroupCommit.MAX_BATCH);
    assertThat(batches.totalAmount()).isEqualTo(601);
    assertThat(meters.get("spillway.store.commit").timer().count()).isEqualTo(3);
  }

  @Test
  void tellsHowLongWritesHaveWaitedWithoutACommit() {
    assertThat(writer.withoutCommit()).isZero();
    clock.advance(Duration.ofHours(1));
    CountDownLatch gate = holdWriter();
    CompletableFuture<Void> waiting = append("waiting");
    assertThat(writer.withoutCommit()).isZero();
    clock.advance(Duration.ofSeconds(10));
    assertThat(writer.withoutCommit()).isEqualTo(Duration.ofSeconds(10));

    gate.countDown();
    waiting.join();

    await().until(() -> writer.withoutCommit().isZero());
    clock.advance(Duration.ofHours(1));
    assertThat(writer.withoutCommit()).isZero();
  }

  @Test
  void knowsWhetherTheLatestTransactionWasCommitted() {
    assertThat(writer.latestCommitted()).isFalse();
    append("first").join();
    assertThat(writer.latestCommitted()).isTrue();

    OpenStore.failureOf(appendAndThrow("refused", new StoreException("by its fence")));
    assertThat(writer.latestCommitted()).isTrue();
    OpenStore.failureOf(appendAndThrow("failed", new IllegalStateException()));
    assertThat(writer.latestCommitted()).isFalse();

    append("last").join();
    assertThat(writer.latestCommitted()).isTrue();
  }

  @Test
  void aFailingWriteAmongManyFailsAlone() {
    List<String> uids = uids("e", 500);
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    CountDownLatch gate = holdWriter();
    for (String uid : uids) {
      writes.add(
          uid.equals("e250") ? appendAndThrow(uid, new IllegalStateException()) : append(uid));
    }
    gate.countDown();
    for (int i = 0; i < 500; i++) {
      if (i == 250) {
        assertThat(OpenStore.failureOf(writes.get(i)))
            .hasCauseInstanceOf(IllegalStateException.class);
      } else {
        writes.get(i).join();
      }
    }
    List<String> expected = new ArrayList<>(uids);
    expected.remove("e250");
    assertThat(stored()).containsExactlyElementsOf(expected);
  }

  @Test
  void anErrorInAWriteFailsThatWriteAndNotTheWriter() {
    CompletableFuture<Void> failing = appendAndThrow("e", new StackOverflowError());
    assertThat(OpenStore.failureOf(failing)).hasCauseInstanceOf(StackOverflowError.class);
    append("later").join();
    assertThat(stored()).containsExactly("later");
  }

  @Test
  void closingCommitsWhatIsQueued() {
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    CountDownLatch gate = holdWriter();
    List<String> uids = uids("e", 700);
    uids.forEach(uid -> writes.add(append(uid)));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(writer::close);
    gate.countDown();
    closing.join();
    assertThat(writes).allMatch(write -> write.isDone() && !write.isCompletedExceptionally());
    assertThat(stored()).containsExactlyElementsOf(uids);
  }

  @Test
  void refusesWritesOnceItIsClosed() {
    writer.close();
    assertThat(OpenStore.failureOf(append("late"))).hasMessageContaining("closed");
    assertThat(stored()).isEmpty();
    writer.close();
  }

  @Test
  void answersEveryWriteThatComesWhileItCloses() {
    Collection<CompletableFuture<Void>> writes = new ConcurrentLinkedQueue<>();
    CountDownLatch begun = new CountDownLatch(100);
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                CompletableFuture<Void> last;
                do {
                  last = writer.write(session -> {});
                  writes.add(last);
                  begun.countDown();
                } while (!last.isCompletedExceptionally());
              }));
    }
    awaitUninterruptibly(begun);
    writer.close();
    threads.forEach(CompletableFuture::join);
    assertThat(writes).allMatch(CompletableFuture::isDone);
  }

  /** Blocks the writer in a transaction until the latch opens, so that further writes queue up. */
  private CountDownLatch holdWriter() {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Void> holding =
        writer.write(
            session -> {
              held.countDown();
              awaitUninterruptibly(gate);
            });
    awaitUninterruptibly(held);
    assertThat(holding).isNotDone();
    return gate;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<Void> append(String uid) {
    return log.append(List.of(StoreSamples.event(uid))).toCompletableFuture();
  }

  private <E extends Throwable> CompletableFuture<Void> appendAndThrow(String uid, E failure) {
    return writer.write(
        session -> {
          SqlAuditLog.write(session, List.of(StoreSamples.event(uid)));
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        });
  }

  private List<String> stored() {
    return log.page(Page.oldestFirst(10_000)).stream().map(entry -> entry.event().uid()).toList();
  }

  private static List<String> uids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
