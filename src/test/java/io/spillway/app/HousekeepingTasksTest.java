package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.api.auth.AccessRecorder;
import io.spillway.api.auth.AuthSettings;
import io.spillway.api.auth.Authentication;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.engine.event.AuditEvents;
import io.spillway.store.AuditRetention;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.SettableClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HousekeepingTasksTest {
  private static final Duration ROTATION = Duration.ofDays(30);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Vertx vertx = Vertx.vertx();
  private final Store store =
      SqliteStore.inMemory("housekeeping", clock, new SimpleMeterRegistry());
  private final Authentication authentication =
      Authentication.open(
              vertx,
              store.identity(),
              new AuthSettings(
                  "http://h", "http://h/api", "h", Set.of(), Duration.ofHours(1), ROTATION),
              new AccessRecorder(store.auditLog(), TrustedProxies.NONE, clock),
              clock,
              () -> Duration.ZERO)
          .await();

  @AfterEach
  void close() {
    vertx.close().await();
    store.close();
  }

  @Test
  void aNodeAloneThatKeepsAllEventsRunsFourTasks() {
    assertThat(tasks(Optional.empty(), false))
        .extracting(HousekeepingTask::name)
        .containsExactly(
            "refreshing signing keys: read, rotate, remove outlived ones",
            "signing a checkpoint of the system log",
            "deleting expired idempotency keys",
            "writing counts of tokens issued and requests refused to the system log");
  }

  @Test
  void aMemberOfAClusterDeletesOperationIdsAndOldEventsToo() {
    assertThat(tasks(Optional.of(new AuditRetention(store, ROTATION, clock)), true))
        .extracting(HousekeepingTask::interval)
        .containsExactly(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofHours(1));
  }

  @Test
  void everyTaskCanRun() {
    assertThat(tasks(Optional.of(new AuditRetention(store, ROTATION, clock)), true))
        .allSatisfy(task -> assertThatCode(task.work()::run).doesNotThrowAnyException());
  }

  @Test
  void theSigningKeysAreRotated() {
    clock.advance(ROTATION);

    tasks(Optional.empty(), false).get(0).work().run();

    assertThat(authentication.jwks().getJsonArray("keys")).hasSize(2);
  }

  @Test
  void aCheckpointOfTheSystemLogIsSigned() {
    BlockingWait.on(
        store.auditLog().append(List.of(AuditEvents.created("a", "A", "alice", clock.instant()))));

    tasks(Optional.empty(), false).get(1).work().run();

    assertThat(store.auditLog().newestCheckpoint().orElseThrow().number()).isEqualTo(1);
  }

  private List<HousekeepingTask> tasks(Optional<AuditRetention> retention, boolean isShared) {
    return HousekeepingTasks.of(store, authentication, retention, isShared);
  }
}
