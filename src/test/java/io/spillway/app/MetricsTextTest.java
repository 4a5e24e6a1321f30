package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.store.StoreException;
import io.spillway.testing.SettableClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsTextTest {
  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger stored = new AtomicInteger();
  private final AtomicInteger shown = new AtomicInteger();
  private volatile Runnable count = () -> shown.set(stored.get());
  private final MetricsText patient = text(Duration.ofMinutes(1));
  private final MetricsText impatient = text(Duration.ofMillis(20));

  MetricsTextTest() {
    Gauge.builder("shown", shown, AtomicInteger::get).register(meters);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void countsBeforeTheFirstTextAndBeforeOneThatIsASecondLater() {
    stored.set(3);
    assertThat(patient.get().await()).contains("shown 3.0");

    stored.set(4);
    clock.advance(Duration.ofMillis(999));
    assertThat(patient.get().await()).contains("shown 3.0");
    clock.advance(Duration.ofMillis(1));
    assertThat(patient.get().await()).contains("shown 4.0");
  }

  @Test
  void hasThePreviousCountsIfCountingFails() {
    stored.set(3);
    assertThat(patient.get().await()).contains("shown 3.0");
    Runnable working = count;
    count =
        () -> {
          throw new StoreException("the database is away");
        };

    clock.advance(Duration.ofSeconds(1));
    stored.set(4);
    assertThat(patient.get().await()).contains("shown 3.0");

    count = working;
    clock.advance(Duration.ofSeconds(1));
    assertThat(patient.get().await()).contains("shown 4.0");
  }

  @Test
  void doesNotWaitLongForTheCounts() {
    CountDownLatch database = new CountDownLatch(1);
    count = () -> waitFor(database);

    assertThat(impatient.get().await()).contains("shown 0.0");

    database.countDown();
    stored.set(3);
    count = () -> shown.set(stored.get());
    await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              return impatient.get().await().contains("shown 3.0");
            });
  }

  private MetricsText text(Duration patience) {
    return new MetricsText(vertx, meters, () -> count.run(), clock, patience);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
