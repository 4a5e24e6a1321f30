package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.store.AuditCheckpoint;
import io.spillway.store.AuditCheckpoints;
import io.spillway.store.AuditLog;
import io.spillway.store.BlockingWait;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.Store;
import io.spillway.testing.PostgresServer;
import io.spillway.testing.SettableClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AuditCheckpointsTest {
  private final SettableClock clock = new SettableClock(StoreSamples.START);
  private final Store store = SqliteStore.inMemory("checkpoints", clock, new SimpleMeterRegistry());
  private volatile String keyId = "k1";
  private final AtomicInteger signed = new AtomicInteger();
  private final AuditCheckpoints checkpoints = new AuditCheckpoints(store, this::sign);

  @AfterEach
  void close() {
    store.close();
  }

  private AuditCheckpoint sign(ChainPoint last) {
    return new AuditCheckpoint(
        last.number(), keyId, clock.instant(), last.hash() + "#" + signed.incrementAndGet());
  }

  private static void append(Store store, String uid) {
    BlockingWait.on(store.auditLog().append(List.of(StoreSamples.event(uid))));
  }

  @Test
  void thereIsNoneOfAnEmptyLog() {
    checkpoints.run();

    assertThat(store.auditLog().newestCheckpoint()).isEmpty();
  }

  @Test
  void theLastEventGetsOne() {
    append(store, "1");
    append(store, "2");
    checkpoints.run();

    AuditCheckpoint first = store.auditLog().newestCheckpoint().orElseThrow();
    assertThat(first.number()).isEqualTo(2);
    assertThat(first.jws()).startsWith(store.auditLog().lastInChain().hash());

    append(store, "3");
    checkpoints.run();
    assertThat(store.auditLog().newestCheckpoint().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void anEventThatHasOneGetsNoOther() {
    append(store, "1");
    checkpoints.run();
    AuditCheckpoint first = store.auditLog().newestCheckpoint().orElseThrow();

    checkpoints.run();

    assertThat(store.auditLog().newestCheckpoint()).contains(first);
  }

  @Test
  void itIsSignedAnewByANewKey() {
    append(store, "1");
    checkpoints.run();
    keyId = "k2";

    checkpoints.run();

    assertThat(store.auditLog().newestCheckpoint().orElseThrow().keyId()).isEqualTo("k2");
  }

  @Test
  @Tag("postgresql")
  void nodesThatSignTogetherAddOne() {
    String url = PostgresServer.shared().newDatabase();
    AtomicInteger added = new AtomicInteger();
    try (Store one = open(url);
        Store other = open(url)) {
      append(one, "1");
      List<CompletableFuture<Void>> runs =
          IntStream.range(0, 8)
              .mapToObj(i -> adding(i % 2 == 0 ? one : other, added))
              .map(node -> new AuditCheckpoints(node, this::sign))
              .map(task -> CompletableFuture.runAsync(task::run))
              .toList();
      runs.forEach(CompletableFuture::join);
      assertThat(other.auditLog().newestCheckpoint().orElseThrow().number()).isEqualTo(1);
    }
    assertThat(added).hasValue(1);
  }

  /** A store that counts the checkpoints that are added. */
  private static Store adding(Store store, AtomicInteger added) {
    return FaultyStore.intercepting(
        Store.class,
        store,
        "auditLog",
        (none, open) ->
            FaultyStore.intercepting(
                AuditLog.class,
                (AuditLog) open.call(),
                "addCheckpoint",
                (arguments, add) -> {
                  added.incrementAndGet();
                  return add.call();
                }));
  }

  private static Store open(String url) {
    return PostgresStore.at(
        url,
        DatabaseSharing.SHARED,
        new SettableClock(StoreSamples.START),
        new SimpleMeterRegistry());
  }
}
