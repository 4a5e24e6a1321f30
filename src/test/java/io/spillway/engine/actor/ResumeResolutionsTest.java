package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that starts on what a killed one left behind. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResumeResolutionsTest {
  private static final String ID = "leavers";

  private final Clock clock = Clock.systemUTC();

  @Test
  void finishesTheCancellationOfADeletedAutomation() {
    try (Store store = SqliteStore.inMemory("resume", clock, new SimpleMeterRegistry())) {
      try (TestNode killed = new TestNode(store, clock)) {
        killed.create(ID, new BreakerLimit(2, BreakerPeriod.HOUR));
        killed.fire(ID, 10);
      }
      Resolution recorded = recordDeletion(store);

      try (TestNode restarted = new TestNode(store, clock)) {
        TestNode.await(restarted.router.resumeResolutions());

        await().until(() -> stored(store, recorded).isDone());
        assertThat(stored(store, recorded).counts()).isEqualTo(new Resolution.Counts(8, 0));
      }
    }
  }

  /** Leaves the store as a node does that is killed between recording a deletion and its walk. */
  private Resolution recordDeletion(Store store) {
    AutomationRecord before = store.automations().load(ID).orElseThrow();
    Automation automation = before.automation();
    Instant at = clock.instant().plusMillis(1);
    Resolution resolution =
        new Resolution(
            "resolution",
            ID,
            new Resolution.Order(Decision.CANCEL, "automation deleted", "test"),
            before.breaker().generation(),
            8,
            Resolution.Counts.NONE,
            at,
            Optional.empty());
    store
        .automations()
        .commit(
            AutomationCommit.redefining(
                before.next(automation.deleted(at), before.breaker().reset(at)),
                Optional.of(resolution),
                List.of()))
        .toCompletableFuture()
        .join();
    return resolution;
  }

  private static Resolution stored(Store store, Resolution resolution) {
    return store.automations().resolution(ID, resolution.id()).orElseThrow();
  }
}
