package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.search.ExecutionQuery;
import io.spillway.store.ExecutionStore;
import io.spillway.store.StoreException;
import io.spillway.store.sql.FaultyStore;
import io.spillway.store.sql.SqliteStore;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store that takes no writes for a while leaves behind: nothing half done. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskTest {
  private static final String ID = "leavers";
  private static final int MAX = 40;

  private final Clock clock = Clock.systemUTC();
  private FaultyStore store;
  private TestNode node;

  @BeforeEach
  void start() {
    store = new FaultyStore(SqliteStore.inMemory("full", clock, new SimpleMeterRegistry()));
    node = new TestNode(store, clock);
    node.create(ID, new BreakerLimit(MAX, BreakerPeriod.HOUR));
  }

  @AfterEach
  void stop() {
    node.close();
    store.close();
  }

  @Test
  void refusesTriggersWhileItIsFullAndAdmitsNoneOfThemLater() {
    List<Long> told = new ArrayList<>(node.fire(ID, 30));
    store.failAllCommits();
    assertRefused(20);
    store.heal();

    told.addAll(node.fire(ID, 20));

    assertThat(idsIn(ExecutionState.PENDING)).hasSize(MAX);
    assertThat(idsIn(ExecutionState.PAUSED_BY_CIRCUIT_BREAKER)).hasSize(10);
    assertThat(idsIn(ExecutionState.values())).containsExactlyInAnyOrderElementsOf(told);
    assertThat(node.report(ID).windowCount()).isEqualTo(MAX);
  }

  @Test
  void keepsWhatItAcknowledgedWhenASegmentCannotBeSavedAsItFills() {
    store.failSaves(segment -> true);
    List<Long> told = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      told.addAll(node.fire(ID, ExecutionIds.SLOTS / 2 + 1));
    }
    store.heal();

    told.addAll(node.fire(ID, 1));

    assertThat(idsIn(ExecutionState.PENDING)).hasSize(MAX);
    assertThat(idsIn(ExecutionState.values())).containsExactlyInAnyOrderElementsOf(told);
  }

  @Test
  void aDecisionThatCannotBeRecordedMovesNothing() {
    node.fire(ID, MAX + 10);
    store.failAllCommits();
    Future<Resolution> refused = node.resolve(ID, Decision.RUN);
    assertThat(failureOf(refused)).isInstanceOf(StoreException.class);
    store.heal();

    assertThat(idsIn(ExecutionState.PAUSED_BY_CIRCUIT_BREAKER)).hasSize(10);
    Resolution resolved = TestNode.await(node.resolve(ID, Decision.CANCEL));

    assertThat(resolved.counts()).isEqualTo(new Resolution.Counts(10, 0));
    assertThat(idsIn(ExecutionState.TERMINATE)).hasSize(10);
  }

  private void assertRefused(int count) {
    List<Future<Long>> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] context = "{}".getBytes(StandardCharsets.UTF_8);
      replies.add(node.router.send(ID, new AutomationCommand.Execute(context, "test")));
    }
    assertThat(replies)
        .allSatisfy(reply -> assertThat(failureOf(reply)).isInstanceOf(StoreException.class));
  }

  private static Throwable failureOf(Future<?> reply) {
    return TestNode.await(
        reply
            .<Throwable>map(done -> new AssertionError("it was taken"))
            .otherwise(failure -> failure));
  }

  private Set<Long> idsIn(ExecutionState... states) {
    int mask = 0;
    for (ExecutionState state : states) {
      mask |= state.bit();
    }
    ExecutionQuery all =
        new ExecutionQuery(Set.of(ID), mask, "", Set.of(), ExecutionStore.Created.LATEST, 10_000);
    return node.searches.executions().page(all).toCompletableFuture().join().executions().stream()
        .map(execution -> execution.status())
        .map(ExecutionStatus::executionId)
        .collect(Collectors.toSet());
  }
}
