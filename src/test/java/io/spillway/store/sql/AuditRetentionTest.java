package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.AuditRetention;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import io.spillway.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditRetentionTest {
  private final SettableClock clock = new SettableClock(StoreSamples.START);
  private Store store;
  private AuditRetention retention;

  @BeforeEach
  void open() {
    store = SqliteStore.inMemory("retention", clock, new SimpleMeterRegistry());
    retention = new AuditRetention(store, Duration.ofDays(30), clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void append(int from, int to) {
    List<io.spillway.domain.audit.AuditEvent> events = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      events.add(StoreSamples.event("e" + i, clock.instant()));
    }
    BlockingWait.on(store.auditLog().append(events));
  }

  private List<String> kept() {
    return store.auditLog().page(Page.oldestFirst(5_000)).stream()
        .map(entry -> entry.event().uid())
        .toList();
  }

  @Test
  void nothingIsRemovedWithinTheRetention() {
    append(1, 3);
    clock.advance(Duration.ofDays(30));
    assertThat(retention.run()).isZero();
    assertThat(kept()).hasSize(3);
  }

  @Test
  void whatIsOlderIsRemovedButForTheNewestOfIt() {
    append(1, 1_234);
    clock.advance(Duration.ofDays(20));
    append(1_235, 1_236);
    clock.advance(Duration.ofDays(20));
    assertThat(retention.run()).isEqualTo(1_233);
    assertThat(kept()).containsExactly("e1234", "e1235", "e1236");
    assertThat(retention.run()).isZero();
  }

  @Test
  void whoReadWithinTheRetentionGoesOnFromTheLastEventSeen() {
    append(1, 2);
    clock.advance(Duration.ofDays(400));
    append(3, 3);
    clock.advance(Duration.ofDays(29));
    retention.run();
    long seen = store.auditLog().numberOf("e2").orElseThrow();
    assertThat(store.auditLog().page(Page.after(Page.oldestFirst(9), seen)))
        .extracting(entry -> entry.event().uid())
        .containsExactly("e3");
  }

  @Test
  void aStoppedRetentionRemovesNothingMore() {
    append(1, 600);
    clock.advance(Duration.ofDays(31));
    retention.stop();
    assertThat(retention.run()).isZero();
    assertThat(kept()).hasSize(600);
  }
}
