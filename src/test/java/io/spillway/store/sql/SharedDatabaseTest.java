package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.audit.ChainLink;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.StaleWriteException;
import io.spillway.store.Store;
import io.spillway.testing.PostgresServer;
import io.spillway.testing.SettableClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The nodes of a cluster, each with its store, on one PostgreSQL database. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("postgresql")
class SharedDatabaseTest {
  private static final int EACH = 400;
  private static final String COUNT = "UPDATE counter SET value = value + 1 WHERE name = 'check'";

  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
          + " AND datname = current_database()";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private String url;
  private PostgresStore one;
  private PostgresStore other;

  @BeforeEach
  void openTwoStores() {
    url = PostgresServer.shared().newDatabase();
    one = open();
    other = open();
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    threads.shutdownNow();
  }

  private PostgresStore open() {
    return open(url);
  }

  private static PostgresStore open(String url) {
    return PostgresStore.at(
        url,
        DatabaseSharing.SHARED,
        new SettableClock(StoreSamples.START),
        new SimpleMeterRegistry());
  }

  @Test
  void severalNodesMayBringAnEmptyDatabaseUpToDateAtOnce() {
    String empty = PostgresServer.shared().newDatabase();
    List<PostgresStore> stores =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> open(empty), threads))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    try {
      BlockingWait.on(stores.get(0).automations().commit(AnAutomation.of("a").defined()));
      stores.forEach(
          store -> {
            store.check();
            assertThat(store.automations().load("a")).isPresent();
          });
    } finally {
      stores.forEach(PostgresStore::close);
    }
  }

  @Test
  void whoClaimsAnAutomationTakesItFromTheOtherNode() {
    BlockingWait.on(one.automations().commit(AnAutomation.of("a").defined()));
    AutomationRecord owned = other.automations().claim("a").orElseThrow();
    OpenStore.assertStale(
        one.automations()
            .commit(
                new AutomationCommit(
                        AnAutomation.of("a").revision(2).named("deposed").record(),
                        true,
                        List.of(1L),
                        List.of(StoreSamples.admitted(1, 0)),
                        Optional.empty(),
                        List.of(StoreSamples.event("deposed")))
                    .withOperations(Map.of(1L, 1_024L))));
    assertThat(one.automations().load("a")).contains(owned);
    assertThat(one.executions().automationOf(1)).isEmpty();
    assertThat(one.auditLog().numberOf("deposed")).isEmpty();
    assertThat(one.automations().applied("a", List.of(1L))).isEmpty();
    BlockingWait.on(
        other.automations().commit(AnAutomation.of("a").revision(2).epoch(2).defined()));
  }

  @Test
  void eachNodeKnowsWhatTheOtherCarriedOut() {
    BlockingWait.on(
        one.automations()
            .commit(AnAutomation.of("a").defined().withOperations(Map.of(1L, 0L, 2L, 5L))));
    assertThat(other.automations().applied("a", List.of(1L, 2L, 3L)))
        .isEqualTo(Map.of(1L, 0L, 2L, 5L));
  }

  @Test
  void aClaimWaitsForTheStepThatTheOtherNodeIsWriting() {
    BlockingWait.on(one.automations().commit(AnAutomation.of("a").defined()));
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Void> held = hold(one, gate);
    CompletableFuture<Optional<AutomationRecord>> claim =
        CompletableFuture.supplyAsync(() -> other.automations().claim("a"), threads);
    try {
      Awaitility.await().until(() -> number(WAITING) == 1);
      assertThat(claim).isNotDone();
    } finally {
      gate.countDown();
    }
    held.join();
    assertThat(claim.join()).contains(AnAutomation.of("a").revision(2).epoch(2).record());
  }

  /**
   * Makes revision 2 of automation {@code a} in a transaction that stays open until the gate opens.
   */
  private static CompletableFuture<Void> hold(PostgresStore store, CountDownLatch gate) {
    CountDownLatch written = new CountDownLatch(1);
    CompletableFuture<Void> held =
        store.writer.write(
            session -> {
              session.update("UPDATE automation_state SET revision = 2 WHERE automation_id = 'a'");
              session.beforeAuditing();
              written.countDown();
              await(gate);
            });
    await(written);
    return held;
  }

  @Test
  void aNodeThatStopsInTheMiddleOfATransactionDoesNotStopTheOthers() {
    BlockingWait.on(one.automations().commit(AnAutomation.of("a").defined()));
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Void> held = hold(one, gate);
    try {
      BlockingWait.on(other.auditLog().append(List.of(StoreSamples.event("e"))));
      assertThat(other.automations().claim("a")).contains(AnAutomation.of("a").epoch(2).record());
    } finally {
      gate.countDown();
    }
    assertThat(OpenStore.failureOf(held)).isNotInstanceOf(StaleWriteException.class);
    assertThat(one.automations().load("a")).contains(AnAutomation.of("a").epoch(2).record());
    one.check();
  }

  @Test
  void auditRowsAreNumberedInTheOrderInWhichTheyBecomeVisible() {
    CompletableFuture<Void> writing =
        CompletableFuture.allOf(
            threads(() -> appendMany(one, "one-")), threads(() -> appendMany(other, "other-")));
    List<String> seen = new ArrayList<>();
    long last = 0;
    boolean over;
    do {
      over = writing.isDone();
      for (AuditLog.Entry entry : one.auditLog().page(Page.after(Page.oldestFirst(50), last))) {
        last = entry.number();
        seen.add(entry.event().uid());
        over = false;
      }
    } while (!over);
    writing.join();
    assertThat(seen).hasSize(2 * EACH).doesNotHaveDuplicates();
    assertThat(seen.stream().filter(uid -> uid.startsWith("one-")))
        .containsExactlyElementsOf(uids("one-"));
  }

  @Test
  void auditRowsOfSeveralNodesFormOneChain() {
    CompletableFuture.allOf(
            threads(() -> appendMany(one, "one-")), threads(() -> appendMany(other, "other-")))
        .join();

    List<AuditLog.Entry> entries = one.auditLog().page(Page.oldestFirst(3 * EACH));

    assertThat(entries)
        .extracting(AuditLog.Entry::number)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 2 * EACH).boxed().toList());
    String last = ChainPoint.GENESIS_HASH;
    for (AuditLog.Entry entry : entries) {
      ChainLink link = entry.link().orElseThrow();
      assertThat(link.previousHash()).as("row %d", entry.number()).isEqualTo(last);
      last = link.hash();
    }
    assertThat(other.auditLog().lastInChain()).isEqualTo(new ChainPoint(2 * EACH, last));
  }

  private static void appendMany(Store store, String prefix) {
    uids(prefix).stream()
        .map(uid -> store.auditLog().append(List.of(StoreSamples.event(uid))))
        .toList()
        .forEach(BlockingWait::on);
  }

  private static List<String> uids(String prefix) {
    return IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList();
  }

  @Test
  void whatGetsItsNumberFirstBecomesVisibleFirst() {
    CountDownLatch numbered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Void> first =
        one.writer.write(
            session -> {
              SqlAuditLog.write(session, List.of(StoreSamples.event("first")));
              session.defer(
                  ending -> {
                    numbered.countDown();
                    await(gate);
                  });
            });
    await(numbered);
    CompletableFuture<Void> second =
        other.auditLog().append(List.of(StoreSamples.event("second"))).toCompletableFuture();
    try {
      Awaitility.await().until(() -> number(WAITING) == 1);
      assertThat(one.auditLog().page(Page.oldestFirst(10))).isEmpty();
    } finally {
      gate.countDown();
    }
    BlockingWait.on(first);
    BlockingWait.on(second);
    assertThat(one.auditLog().page(Page.oldestFirst(10)))
        .extracting(entry -> entry.event().uid())
        .containsExactly("first", "second");
  }

  /** Otherwise the two would deadlock. */
  @Test
  void whoNumbersAuditRowsWaitsForNothingMore() {
    CountDownLatch meeting = new CountDownLatch(2);
    CompletableFuture<Void> auditsFirst =
        one.writer.write(
            session -> {
              SqlAuditLog.write(session, List.of(StoreSamples.event("one")));
              meet(meeting);
              session.update(COUNT);
            });
    CompletableFuture<Void> auditsLast =
        other.writer.write(
            session -> {
              session.update(COUNT);
              meet(meeting);
              SqlAuditLog.write(session, List.of(StoreSamples.event("other")));
            });
    BlockingWait.on(auditsFirst);
    BlockingWait.on(auditsLast);
    assertThat(one.auditLog().page(Page.oldestFirst(10))).hasSize(2);
  }

  private static void meet(CountDownLatch meeting) {
    meeting.countDown();
    await(meeting);
  }

  @Test
  void segmentIdsAreGivenOnce() {
    List<CompletableFuture<List<Long>>> taking =
        List.of(
            CompletableFuture.supplyAsync(() -> takeMany(one), threads),
            CompletableFuture.supplyAsync(() -> takeMany(other), threads));
    List<Long> taken = taking.stream().map(CompletableFuture::join).flatMap(List::stream).toList();
    assertThat(taken).hasSize(2 * EACH * 3).doesNotHaveDuplicates();
  }

  private static List<Long> takeMany(Store store) {
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      long first = store.executions().reserveSegmentIds(i, 3);
      LongStream.range(first, first + 3).forEach(taken::add);
    }
    return taken;
  }

  @Test
  void nodesDoOneAtATimeWhatTheyDoInTurns() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Integer>> turns =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            (i % 2 == 0 ? one : other)
                                .runExclusively(
                                    () -> {
                                      most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                      one.check();
                                      running.decrementAndGet();
                                      return i;
                                    }),
                        threads))
            .toList();
    assertThat(turns.stream().map(CompletableFuture::join))
        .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    assertThat(most).hasValue(1);
  }

  @Test
  void aTurnEndsWhenItsWorkFails() {
    assertThatThrownBy(
            () ->
                one.runExclusively(
                    () -> {
                      throw new IllegalStateException("work");
                    }))
        .hasMessage("work");
    assertThat(other.runExclusively(() -> "next")).isEqualTo("next");
  }

  private CompletableFuture<Void> threads(Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
