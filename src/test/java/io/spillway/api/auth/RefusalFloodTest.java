package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.SettableClock;
import io.vertx.core.Vertx;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalFloodTest {
  private final Vertx vertx = Vertx.vertx();
  private final MemoryAuditLog audit = new MemoryAuditLog();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final RefusalRecorder recorder = new RefusalRecorder(vertx, audit, clock);

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void oneAddressFillsOnlyPartOfTheLog() {
    record(1_000, "192.0.2.1");
    record(1, "192.0.2.2");

    assertThat(audit.events).hasSize(RefusalRecorder.MAX_PER_ADDRESS + 1);
    assertThat(audit.events)
        .filteredOn(event -> "192.0.2.2".equals(event.details().get("remoteAddress")))
        .hasSize(1);
  }

  @Test
  void manyAddressesDoNotFillTheLogEither() {
    for (int i = 0; i < 1_000; i++) {
      record(1, "192.0.2." + i);
    }

    assertThat(audit.events).hasSize(RefusalRecorder.MAX);
  }

  @Test
  void theNextRowTellsHowManyWereLeftOut() {
    record(1_000, "192.0.2.1");
    clock.advance(FixedWindowCounter.PERIOD);
    record(2, "192.0.2.1");

    assertThat(audit.events).hasSize(RefusalRecorder.MAX_PER_ADDRESS + 2);
    assertThat(audit.events.get(RefusalRecorder.MAX_PER_ADDRESS).details())
        .containsEntry("leftOutBefore", 1_000L - RefusalRecorder.MAX_PER_ADDRESS);
    assertThat(audit.events.get(RefusalRecorder.MAX_PER_ADDRESS + 1).details())
        .doesNotContainKey("leftOutBefore");
  }

  private void record(int times, String address) {
    for (int i = 0; i < times; i++) {
      Await.result(recorder.record(new RequestOrigin("c" + i, address), "unknown client"));
    }
  }
}
