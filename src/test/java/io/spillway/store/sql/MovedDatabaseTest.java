package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.BlockingWait;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.StoreException;
import io.spillway.testing.PostgresServer;
import io.spillway.testing.SettableClock;
import io.spillway.testing.TcpForwarder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database behind an address that leads elsewhere, or nowhere, all of a sudden. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("postgresql")
class MovedDatabaseTest {
  private static final int AT_ONCE = 60;

  /** Within which a node must have found the database again. */
  private static final Duration BACK = Duration.ofSeconds(15);

  /** Three timeouts; one after the other, so many calls would take hundreds. */
  private static final Duration TOGETHER = PostgresStore.TIMEOUT.multipliedBy(3);

  /** Of a timeout. */
  private static final Duration WITHOUT_WAITING = PostgresStore.TIMEOUT.dividedBy(2);

  @TempDir static Path directory;
  private static PostgresServer second;

  private final PostgresServer first = PostgresServer.shared();
  private final ExecutorService threads = Executors.newFixedThreadPool(20);
  private final AtomicInteger drops = new AtomicInteger();
  private String url;
  private TcpForwarder address;
  private PostgresStore store;

  @BeforeAll
  static void startAnotherServer() {
    second = PostgresServer.in(directory, "127.0.0.1");
  }

  @AfterAll
  static void endIt() {
    second.end();
  }

  /** The automation is on the first server only. */
  @BeforeEach
  void openBehindTheAddress() {
    url = first.newDatabase();
    second.createDatabase(url.substring(url.lastIndexOf('/') + 1, url.indexOf('?')));
    open(url.replace(":" + first.port(), ":" + second.port())).close();
    address = TcpForwarder.to("127.0.0.1", first.port());
    store = open(url.replace(":" + first.port(), ":" + address.port()));
    store.onMoved(moved -> drops.incrementAndGet());
    BlockingWait.on(store.automations().commit(AnAutomation.of("a").defined()));
    assertThat(readsAtOnce()).containsOnly("found");
  }

  @AfterEach
  void close() {
    first.makeWritable();
    store.close();
    address.close();
    threads.shutdownNow();
  }

  private static PostgresStore open(String url) {
    return PostgresStore.at(
        url,
        DatabaseSharing.SHARED,
        new SettableClock(StoreSamples.START),
        new SimpleMeterRegistry());
  }

  private String read() {
    try {
      return store.automations().load("a").isPresent() ? "found" : "missing";
    } catch (StoreException e) {
      return "failed";
    }
  }

  private List<String> readsAtOnce() {
    return atOnce(this::read);
  }

  private <T> List<T> atOnce(Supplier<T> call) {
    return IntStream.range(0, AT_ONCE)
        .mapToObj(i -> CompletableFuture.supplyAsync(call, threads))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private boolean accepts() {
    try {
      store.check();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void readsOnTheServerThatNewConnectionsLeadToWhileOldOnesSurvive() {
    address.leadTo(second.port());

    await().atMost(BACK).until(() -> read().equals("missing"));
    assertThat(readsAtOnce()).containsOnly("missing");
    store.check();
    assertThat(drops).hasValue(1);
  }

  @Test
  void neverReadsOnOneServerWhatItWroteToTheOther() {
    address.leadTo(second.port());
    // On the second server this is revision 1; the first refuses it.
    await()
        .atMost(BACK)
        .until(
            () -> {
              try {
                BlockingWait.on(
                    store.automations().commit(AnAutomation.of("a").named("new").defined()));
                return true;
              } catch (StoreException e) {
                return false;
              }
            });

    assertThat(atOnce(() -> store.automations().load("a").orElseThrow()))
        .allMatch(read -> read.automation().profile().displayName().equals("new"));
  }

  @Test
  void refusesEverythingUntilWhatWasReadBeforeIsDropped() {
    AtomicReference<String> meanwhile = new AtomicReference<>("");
    AtomicInteger failures = new AtomicInteger(2);
    store.onMoved(
        moved -> {
          meanwhile.set(read() + ", " + accepts() + ", " + store.isAway());
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("not yet");
          }
        });
    address.cut();
    address.leadTo(second.port());

    await().atMost(BACK).until(() -> read().equals("missing"));

    assertThat(meanwhile).hasValue("failed, false, true");
    assertThat(drops).hasValue(3);
    assertThat(store.isAway()).isFalse();
  }

  @Test
  void goesOnWithTheSameServerWithoutDroppingAnythingWhenConnectionsAreCut() {
    address.cut();

    store.check();
    assertThat(readsAtOnce()).containsOnly("found");
    assertThat(drops).hasValue(0);
  }

  @Test
  void isAwayWhileItsServerIsReadOnly() {
    first.makeReadOnly();
    await().atMost(BACK).until(() -> !accepts());
    assertThat(store.isAway()).isTrue();
    assertThat(read()).isEqualTo("failed");

    first.makeWritable();

    await().atMost(BACK).until(() -> accepts());
    assertThat(read()).isEqualTo("found");
    assertThat(drops).hasValue(0);
  }

  @Test
  void movesFromAServerThatWasMadeReadOnlyInPlace() {
    first.makeReadOnly();
    await().atMost(BACK).until(() -> !accepts());
    address.leadTo(second.port());

    await().atMost(BACK).until(() -> accepts());

    assertThat(readsAtOnce()).containsOnly("missing");
  }

  @Test
  void opensNoReadOnlyDatabase() {
    first.makeReadOnly();
    await()
        .atMost(BACK)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> open(url).close())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("read-only"));
  }

  @Test
  void readsNothingUntilItHasFoundOutWhereAnotherNodeIs() {
    store.lookAgain("another server");
    assertThat(store.isAway()).isTrue();
    assertThat(read()).isEqualTo("failed");

    await().atMost(BACK).until(() -> read().equals("found"));
    assertThat(drops).hasValue(0);
  }

  @Test
  void manyReadsOfADatabaseThatAnswersNoMoreFailTogetherAndThenAtOnce() {
    address.fallSilent();
    long start = System.nanoTime();

    assertThat(readsAtOnce()).containsOnly("failed");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOGETHER);
    assertThat(store.isAway()).isTrue();
    long later = System.nanoTime();
    assertThat(readsAtOnce()).containsOnly("failed");
    assertThat(accepts()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - later)).isLessThan(WITHOUT_WAITING);

    address.speak();
    await().atMost(BACK).until(() -> accepts());
    assertThat(readsAtOnce()).containsOnly("found");
  }

  @Test
  void manyWritesToADatabaseThatAnswersNoMoreFailTogether() {
    address.fallSilent();
    long start = System.nanoTime();

    assertThat(
            IntStream.range(0, 2_000)
                .mapToObj(i -> store.automations().commit(AnAutomation.of("b" + i).defined()))
                .toList())
        .allSatisfy(write -> OpenStore.failureOf(write));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOGETHER);
    address.speak();
    await().atMost(BACK).until(() -> accepts());
    assertThat(store.automations().load("b0")).isEmpty();
  }

  @Test
  void comesBackWhenNobodyAsksForIt() {
    address.refuse();
    address.cut();
    await().atMost(BACK).until(() -> read().equals("failed"));
    await().atMost(BACK).until(store::isAway);

    address.leadTo(first.port());

    await().atMost(BACK).until(() -> !store.isAway());
    assertThat(readsAtOnce()).containsOnly("found");
  }
}
