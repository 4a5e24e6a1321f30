package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.store.Store;
import io.spillway.store.StoreException;
import io.spillway.testing.SettableClock;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoreProbeTest {
  private static final String UP = "UP";

  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private volatile Runnable check = () -> {};
  private volatile Duration withoutCommit = Duration.ZERO;
  private volatile boolean away;
  private final StoreProbe probe = probe(Duration.ofMinutes(1));

  /** For tests in which a write takes longer than this. */
  private final StoreProbe impatient = probe(Duration.ofMillis(20));

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void isUpWhileWritesAreAccepted() {
    assertThat(stateNow()).isEqualTo(UP);
  }

  @Test
  void isDownWhileWritesAreRefused() {
    check =
        () -> {
          throw new StoreException("the disk is full");
        };
    assertThat(stateNow()).isEqualTo("the store does not accept writes");

    check = () -> {};
    assertThat(stateNow()).isEqualTo(UP);
  }

  @Test
  void isDownFromTheTenthSecondWithoutACommitAndComesBackByItself() {
    assertThat(stateNow()).isEqualTo(UP);
    withoutCommit = Duration.ofMillis(9_999);
    assertThat(stateNow()).isEqualTo(UP);

    withoutCommit = Duration.ofSeconds(10);
    assertThat(stateNow()).isEqualTo("the store has not committed for 10 s although writes wait");

    withoutCommit = Duration.ZERO;
    assertThat(stateNow()).isEqualTo(UP);
  }

  @Test
  void isDownAtOnceWhileTheDatabaseIsKnownToBeAway() {
    await().until(() -> stateNow(impatient).equals(UP));
    away = true;
    assertThat(impatient.get().await()).isEqualTo("the database is away");

    away = false;
    assertThat(stateNow(impatient)).isEqualTo(UP);
  }

  @Test
  void answersWithThePreviousResultWhileAWriteTakesLong() {
    await().until(() -> stateNow(impatient).equals(UP));
    CountDownLatch disk = new CountDownLatch(1);
    check = () -> waitFor(disk);

    assertThat(stateNow(impatient)).isEqualTo(UP);
    withoutCommit = Duration.ofSeconds(11);
    assertThat(stateNow(impatient)).contains("has not committed for 11 s");

    withoutCommit = Duration.ZERO;
    check =
        () -> {
          throw new StoreException("the disk is full");
        };
    disk.countDown();
    await().until(() -> stateNow(impatient).equals("the store does not accept writes"));
  }

  @Test
  void isDownUntilAWriteWasAcceptedOnce() {
    CountDownLatch disk = new CountDownLatch(1);
    check = () -> waitFor(disk);
    assertThat(stateNow(impatient)).isEqualTo("the store has not accepted a write yet");

    disk.countDown();
    await().until(() -> stateNow(impatient).equals(UP));
  }

  /** The state when an earlier result is no longer valid. */
  private String stateNow() {
    return stateNow(probe);
  }

  private String stateNow(StoreProbe asked) {
    clock.advance(Duration.ofSeconds(1));
    return asked.get().await();
  }

  private StoreProbe probe(Duration patience) {
    return new StoreProbe(vertx, store(), clock, patience);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Store store() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("withoutCommit")) {
                return withoutCommit;
              }
              if (method.getName().equals("isAway")) {
                return away;
              }
              check.run();
              return null;
            });
  }
}
