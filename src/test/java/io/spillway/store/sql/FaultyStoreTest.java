package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.Transition;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import io.spillway.store.StoreException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without injected faults it fulfils the contract; with them it fails as configured. */
class FaultyStoreTest extends StoreContractTest {
  private FaultyStore faulty;

  @Override
  SqlStore open(Clock clock) {
    return SqliteStore.inMemory("faulty", clock, new SimpleMeterRegistry());
  }

  @BeforeEach
  void failNothing() {
    faulty = new FaultyStore(super.store());
  }

  @Override
  public Store store() {
    return faulty;
  }

  @Test
  void failsAsManyCommitsAsItIsTold() {
    faulty.failCommits(2);
    OpenStore.failureOf(store().automations().commit(AnAutomation.of("a").defined()));
    OpenStore.failureOf(store().automations().commit(AnAutomation.of("b").defined()));
    commit(AnAutomation.of("c").defined());
    assertThat(store().automations().load("a")).isEmpty();
  }

  @Test
  void failsAllCommitsUntilItIsHealed() {
    faulty.failAllCommits();
    OpenStore.failureOf(store().automations().commit(AnAutomation.of("a").defined()));
    OpenStore.failureOf(store().automations().commit(AnAutomation.of("a").defined()));
    assertThatThrownBy(store()::check).isInstanceOf(StoreException.class);
    faulty.heal();
    store().check();
    commit(AnAutomation.of("a").defined());
  }

  @Test
  void failsTheSavesItIsTold() {
    put("a", List.of(1L, 2L), List.of(StoreSamples.admitted(1, 0), StoreSamples.admitted(2, 0)));
    faulty.failSaves(segment -> segment.segmentId() == 2);
    BlockingWait.on(store().executions().save(created(1)));
    OpenStore.failureOf(store().executions().save(created(2)));
    faulty.heal();
    BlockingWait.on(store().executions().save(created(2)));
  }

  private Segment created(long segmentId) {
    Transition.Move move = new Transition.Move(0, ExecutionState.CREATING);
    Segment segment = store().executions().load(segmentId).orElseThrow();
    return segment.move(new Transition(1, 1, List.of(move))).segment();
  }
}
