package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.spillway.store.StaleWriteException;
import io.spillway.store.Store;
import io.spillway.store.StoreException;
import io.spillway.testing.SettableClock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A store under test, empty at the start of each test, and helpers for the contracts. */
interface OpenStore {
  Store store();

  /** The store's clock. */
  SettableClock clock();

  default void commit(AutomationCommit step) {
    BlockingWait.on(store().automations().commit(step));
  }

  default AutomationRecord automation(String id) {
    return store().automations().load(id).orElseThrow();
  }

  /** Opens segments of an automation, which is created if needed, and adds executions to them. */
  default void put(String automationId, List<Long> segmentIds, List<ExecutionFact> facts) {
    if (store().automations().load(automationId).isEmpty()) {
      commit(AnAutomation.of(automationId).defined());
    }
    commit(
        AutomationCommit.creatingExecutions(
            AnAutomation.of(automationId)
                .revision(automation(automationId).revision() + 1)
                .record(),
            segmentIds,
            facts,
            List.of()));
  }

  default List<String> auditUids() {
    return store().auditLog().page(Page.oldestFirst(1_000)).stream()
        .map(entry -> entry.event().uid())
        .toList();
  }

  /** Waits for a write that must fail, with the exception itself, not wrapped. */
  static StoreException failureOf(CompletionStage<?> write) {
    Object outcome = write.handle((result, failure) -> failure).toCompletableFuture().join();
    assertThat(outcome).isInstanceOf(StoreException.class);
    return (StoreException) outcome;
  }

  static void assertStale(CompletionStage<?> write) {
    assertThat(failureOf(write)).isInstanceOf(StaleWriteException.class);
  }
}
