package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.DatabaseSharing;
import io.spillway.store.StoreException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads behind a pool that has no connection for them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadConnectionsTest {
  private static final int READS = 60;
  private static final Duration LONG = Duration.ofMinutes(10);

  private final CurrentServer server = CurrentServer.remote();
  private final AtomicInteger turns = new AtomicInteger();
  private final CountDownLatch waiting = new CountDownLatch(READS);
  private final CountDownLatch endOfTurn = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newFixedThreadPool(READS);

  @BeforeEach
  void connect() {
    server.writerConnected(new ServerIdentity("server", true));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void allThatWaitFailTogetherAfterOneTurnAndOthersAtOnceWhileTheDatabaseIsAway() throws Exception {
    QueryRunner runner = runner(LONG);
    List<CompletableFuture<Object>> reads = readFromAllThreads(runner);
    waiting.await();

    server.lost("connection refused");
    endOfTurn.countDown();

    assertThat(reads).allSatisfy(ReadConnectionsTest::assertAway);
    assertThat(turns).hasValue(READS);
    assertThat(readFromAllThreads(runner)).allSatisfy(ReadConnectionsTest::assertAway);
    assertThat(turns).hasValue(READS);
  }

  @Test
  void aReadWithoutAConnectionHasTheWatchLookWhetherTheDatabaseIsAway() throws Exception {
    endOfTurn.countDown();
    CompletableFuture<Object> read = read(runner(LONG));

    server.awaitDoubt(LONG.toMillis());
    server.lost("connection refused");

    assertAway(read);
  }

  @Test
  void allThatWaitFailWhenTheirTimeIsOverAlthoughNobodyKnowsWhetherTheDatabaseIsAway() {
    endOfTurn.countDown();

    List<CompletableFuture<Object>> reads = readFromAllThreads(runner(Duration.ZERO));

    assertThat(reads)
        .allSatisfy(
            read ->
                assertThatThrownBy(read::join)
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("no connection within the turn"));
    assertThat(turns).hasValue(READS);
  }

  private static void assertAway(CompletableFuture<Object> read) {
    assertThatThrownBy(read::join)
        .hasCauseInstanceOf(StoreException.class)
        .hasMessageContaining("the database is away: connection refused");
  }

  private List<CompletableFuture<Object>> readFromAllThreads(QueryRunner runner) {
    return Stream.generate(() -> read(runner)).limit(READS).toList();
  }

  private CompletableFuture<Object> read(QueryRunner runner) {
    return CompletableFuture.supplyAsync(() -> runner.list("SELECT 1", row -> 1), threads);
  }

  private QueryRunner runner(Duration patience) {
    Dialect dialect = Dialect.postgresql(DatabaseSharing.SHARED);
    return new QueryRunner(
        dialect, new ReadConnections(dialect, emptyPool(), server, patience), new Damage());
  }

  /** Whoever asks for a connection gets none until the end of the turn. */
  private DataSource emptyPool() {
    return FaultyStore.intercepting(
        DataSource.class,
        new PGSimpleDataSource(),
        "getConnection",
        (arguments, connect) -> {
          turns.incrementAndGet();
          waiting.countDown();
          endOfTurn.await();
          throw new SQLTransientConnectionException("no connection within the turn");
        });
  }
}
