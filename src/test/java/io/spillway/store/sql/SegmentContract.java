package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.StepCounts;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.Transition;
import io.spillway.store.AutomationCommit;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract of the segments of {@link ExecutionStore}. */
interface SegmentContract extends OpenStore {
  BreakerState TRIPPED =
      BreakerState.initial(StoreSamples.START)
          .trip(new Trip(2, 1, BreakerPeriod.HOUR, StoreSamples.START));

  @Test
  default void knowsNoSegmentThatWasNotOpened() {
    assertThat(store().executions().load(1)).isEmpty();
    assertThat(store().executions().automationOf(1)).isEmpty();
    assertThat(store().executions().summaries("a")).isEmpty();
  }

  @Test
  default void loadsASegmentThatWasOpenedAndNeverSaved() {
    put("a", List.of(1L), List.of());
    Segment loaded = load(1);
    assertThat(loaded.count()).isZero();
    assertThat(loaded.version()).isZero();
    assertThat(loaded.automationId()).isEqualTo("a");
    assertThat(store().executions().automationOf(1)).contains("a");
  }

  @Test
  default void loadsExecutionsThatWereNeverSavedInTheStateTheyWereCreatedIn() {
    long at = StoreSamples.START.toEpochMilli();
    List<ExecutionFact> facts =
        List.of(
            StoreSamples.fact(1, 0, 0, at),
            StoreSamples.fact(1, 1, 0, at + 1),
            StoreSamples.fact(1, 2, 3, at + 1),
            StoreSamples.fact(1, 3, 0, at + 2));
    put("a", List.of(1L), facts);
    Segment loaded = load(1);
    assertThat(loaded.count()).isEqualTo(4);
    for (ExecutionFact fact : facts) {
      var status = loaded.status(ExecutionIds.slotOf(fact.executionId()));
      assertThat(status.state()).isEqualTo(fact.initialState());
      assertThat(status.generation()).isEqualTo(fact.generation());
      assertThat(status.createdAtMillis()).isEqualTo(fact.createdAtMillis());
      assertThat(status.updatedAtMillis()).isEqualTo(fact.createdAtMillis());
    }
  }

  @Test
  default void loadsWhatWasSavedAndWhatArrivedSince() {
    put("a", List.of(1L), StoreSamples.admitted(1, 0, 3));
    Segment saved = move(load(1), 1, ExecutionState.CREATING);
    save(saved);
    put("a", List.of(), List.of(StoreSamples.admitted(1, 3), StoreSamples.paused(1, 4)));

    Segment loaded = load(1);

    assertThat(states(loaded))
        .containsExactly(
            ExecutionState.PENDING,
            ExecutionState.CREATING,
            ExecutionState.PENDING,
            ExecutionState.PENDING,
            ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);
    assertThat(loaded.version()).isEqualTo(saved.version());
    assertThat(loaded.needsSaving()).isFalse();
    assertThat(loaded.status(1)).isEqualTo(saved.status(1));
  }

  @Test
  default void executionsOfTheNextSegmentAreNotTakenForArrivals() {
    put("a", List.of(1L, 2L), List.of(StoreSamples.admitted(1, 0), StoreSamples.admitted(2, 0)));
    put("a", List.of(0L), List.of(StoreSamples.admitted(0, 0)));
    assertThat(load(1).count()).isEqualTo(1);
  }

  @Test
  default void arrivalsThatFillASegmentLeaveItsVersionAloneAndTheNextChangeIsSaved() {
    put("a", List.of(1L), StoreSamples.admitted(1, 0, 1_000));
    save(move(load(1), 0, ExecutionState.CREATING));
    put("a", List.of(), StoreSamples.admitted(1, 1_000, ExecutionIds.SLOTS));

    Segment full = load(1);
    assertThat(full.summary().isFull()).isTrue();
    assertThat(full.version()).isEqualTo(1);
    assertThat(full.needsSaving()).isFalse();

    Segment moved = move(full, ExecutionIds.SLOTS - 1, ExecutionState.TERMINATE);
    save(moved);
    Segment again = load(1);
    assertThat(again.version()).isEqualTo(2);
    assertThat(states(again)).isEqualTo(states(moved));
  }

  @Test
  default void anAppendThatFillsASegmentIsSavedAsItsNextVersion() {
    put("a", List.of(1L), StoreSamples.admitted(1, 0, ExecutionIds.SLOTS));
    Segment full =
        Segment.empty(1, "a")
            .append(
                new AppendBatch(0, ExecutionIds.SLOTS, 0, 0, StoreSamples.START.toEpochMilli()));
    save(full);
    assertThat(load(1).version()).isEqualTo(1);
    assertThat(load(1).needsSaving()).isFalse();
  }

  @Test
  default void countsWhatIsPausedOfEveryAutomationSavedOrNot() {
    put("never", List.of(1L), StoreSamples.admitted(1, 0, 3));
    pause("unsaved", List.of(2L), 2, 0, 5);
    pause("many", List.of(3L, 4L), 3, 0, ExecutionIds.SLOTS);
    pause("many", List.of(), 4, 0, 2);
    save(move(load(4), 1, ExecutionState.TERMINATE));
    pause("many", List.of(), 4, 2, 6);
    pause("resolved", List.of(5L), 5, 0, 4);
    save(load(5).resolve("r", 1, ExecutionState.TERMINATE, 9).segment());
    commit(
        AnAutomation.of("unsaved")
            .deletedAt(StoreSamples.START)
            .breaker(TRIPPED)
            .revision(3)
            .defined());

    assertThat(store().executions().pausedByAutomation())
        .containsOnly(Map.entry("unsaved", 5L), Map.entry("many", ExecutionIds.SLOTS + 5L));
  }

  /** Adds paused executions in the slots {@code first … end − 1}, of an automation that tripped. */
  private void pause(String automationId, List<Long> opened, long segmentId, int first, int end) {
    if (store().automations().load(automationId).isEmpty()) {
      commit(AnAutomation.of(automationId).defined());
    }
    commit(
        AutomationCommit.creatingExecutions(
            AnAutomation.of(automationId)
                .breaker(TRIPPED)
                .revision(automation(automationId).revision() + 1)
                .record(),
            opened,
            IntStream.range(first, end)
                .mapToObj(slot -> StoreSamples.paused(segmentId, slot))
                .toList(),
            List.of()));
  }

  @Test
  default void remembersTheResolutionAndTheOperationAppliedLast() {
    put("a", List.of(1L), List.of(StoreSamples.paused(1, 0), StoreSamples.paused(1, 1)));
    Segment resolved = load(1).resolve("r", 1, ExecutionState.PENDING, 9).segment();
    save(resolved);
    Segment.Resolved again = load(1).resolve("r", 1, ExecutionState.PENDING, 10);
    assertThat(again.moved()).isEqualTo(2);
    assertThat(again.segment().version()).isEqualTo(resolved.version());
  }

  @Test
  default void refusesASegmentOfAnotherVersionAndKeepsTheStoredOne() {
    put("a", List.of(1L), StoreSamples.admitted(1, 0, 2));
    Segment first = load(1);
    save(move(first, 0, ExecutionState.CREATING));
    Segment second = load(1);

    OpenStore.assertStale(store().executions().save(move(first, 1, ExecutionState.TERMINATE)));
    Segment twoAhead = move(move(second, 0, ExecutionState.GET_STEP), 1, ExecutionState.CREATING);
    OpenStore.assertStale(store().executions().save(twoAhead));

    assertThat(states(load(1))).isEqualTo(states(second));
    assertThat(load(1).version()).isEqualTo(1);
  }

  @Test
  default void refusesASegmentThatWasNeverOpened() {
    Segment stray =
        move(Segment.empty(9, "a").append(new AppendBatch(0, 1, 0, 0, 1)), 0, ExecutionState.ERROR);
    OpenStore.assertStale(store().executions().save(stray));
    assertThat(store().executions().load(9)).isEmpty();
  }

  @Test
  default void aStaleSegmentDoesNotAffectOthersSavedWithIt() {
    List<Long> ids = new ArrayList<>();
    List<ExecutionFact> facts = new ArrayList<>();
    for (long id = 1; id <= 30; id++) {
      ids.add(id);
      facts.add(StoreSamples.admitted(id, 0));
    }
    put("a", ids, facts);
    save(move(load(17), 0, ExecutionState.CREATING));
    List<CompletionStage<Void>> saves = new ArrayList<>();
    for (long id : ids) {
      Segment unsaved =
          Segment.empty(id, "a")
              .append(new AppendBatch(0, 1, 0, 0, StoreSamples.START.toEpochMilli()));
      saves.add(store().executions().save(move(unsaved, 0, ExecutionState.TERMINATE)));
    }
    for (long id : ids) {
      CompletionStage<Void> save = saves.get((int) id - 1);
      if (id == 17) {
        OpenStore.assertStale(save);
      } else {
        BlockingWait.on(save);
      }
      assertThat(load(id).status(0).state())
          .isEqualTo(id == 17 ? ExecutionState.CREATING : ExecutionState.TERMINATE);
    }
  }

  @Test
  default void summarisesTheSegmentsOfAnAutomationOldestFirst() {
    put("a", List.of(5L, 2L), StoreSamples.admitted(2, 0, ExecutionIds.SLOTS));
    put("a", List.of(), List.of(StoreSamples.paused(5, 0), StoreSamples.paused(5, 1)));
    put("b", List.of(3L), List.of(StoreSamples.paused(3, 0)));
    save(move(load(5), 0, ExecutionState.TERMINATE));
    put("a", List.of(), List.of(StoreSamples.paused(5, 2)));
    int pending = ExecutionState.PENDING.bit();
    int paused = ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.bit();
    assertThat(store().executions().summaries("a"))
        .containsExactly(
            new SegmentSummary(
                2, 0, ExecutionIds.SLOTS, 0, pending, StepCounts.ofPending(ExecutionIds.SLOTS)),
            new SegmentSummary(5, 1, 3, 2, paused | ExecutionState.TERMINATE.bit()));
  }

  @Test
  default void summarisesWhereTheExecutionsAreInTheirSteps() {
    put("a", List.of(1L, 2L), StoreSamples.admitted(1, 0, ExecutionIds.SLOTS));
    put("a", List.of(), StoreSamples.admitted(2, 0, 5));
    save(stepping(load(1)));
    save(stepping(load(2)));
    put("a", List.of(), List.of(StoreSamples.admitted(2, 5), StoreSamples.paused(2, 6)));

    assertThat(store().executions().summaries("a"))
        .extracting(SegmentSummary::counts)
        .containsExactly(
            new StepCounts(ExecutionIds.SLOTS - 3, 1, 1, 1, 700), new StepCounts(3, 1, 1, 1, 700));
    assertThat(load(1).status(2).position()).isEqualTo(new StepPosition(1, 1, 0, 0, 700));
  }

  @Test
  default void aSegmentInWhichNothingIsDueHasNoTime() {
    put("a", List.of(1L), StoreSamples.admitted(1, 0, ExecutionIds.SLOTS));
    save(move(load(1), 0, ExecutionState.CREATING));

    assertThat(store().executions().summaries("a").get(0).counts())
        .isEqualTo(new StepCounts(ExecutionIds.SLOTS - 1, 1, 0, 0, Long.MAX_VALUE));
  }

  @Test
  default void listsTheAutomationsThatHaveSomethingToRun() {
    put("nothing", List.of(1L), List.of());
    put("held", List.of(2L), List.of(StoreSamples.paused(2, 0)));
    put("unsaved", List.of(3L), List.of(StoreSamples.paused(3, 0), StoreSamples.admitted(3, 1)));
    put("done", List.of(4L), StoreSamples.admitted(4, 0, 1));
    save(load(4).advance(List.of(to(0, ExecutionState.DONE, 0)), 9).segment());
    put("failed", List.of(5L), StoreSamples.admitted(5, 0, 1));
    save(move(load(5), 0, ExecutionState.ERROR));
    put("waiting", List.of(6L, 7L), StoreSamples.admitted(6, 0, 1));
    save(load(6).advance(List.of(to(0, ExecutionState.WAITING, 800)), 9).segment());
    put("pending", List.of(8L, 9L), StoreSamples.admitted(8, 0, ExecutionIds.SLOTS));
    put("pending", List.of(), StoreSamples.admitted(9, 0, 2));
    put("deleted", List.of(10L), StoreSamples.admitted(10, 0, 1));
    commit(AnAutomation.of("deleted").deletedAt(StoreSamples.START).revision(3).defined());

    assertThat(store().executions().automationsToRun())
        .containsExactlyInAnyOrder("unsaved", "waiting", "pending", "deleted");
  }

  /** Slots 0 to 2 are queued, running until 900, and waiting until 700. */
  private static Segment stepping(Segment segment) {
    return segment
        .advance(
            List.of(
                to(0, ExecutionState.GET_STEP, 0),
                to(1, ExecutionState.PROCESS_STEP, 900),
                to(2, ExecutionState.WAITING, 700)),
            9)
        .segment();
  }

  private static StepMove to(int slot, ExecutionState state, long dueMillis) {
    return new StepMove(slot, 0, state, new StepPosition(1, 1, 0, 0, dueMillis));
  }

  @Test
  default void listsSegmentsNewestFirst() {
    put("a", List.of(1L, 2L, 4L, 5L), List.of());
    put("b", List.of(3L), List.of());
    assertThat(segments("a", Long.MAX_VALUE, 0, 10)).containsExactly(5L, 4L, 2L, 1L);
    assertThat(segments("a", Long.MAX_VALUE, 0, 2)).containsExactly(5L, 4L);
    assertThat(segments("a", 4, 0, 10)).containsExactly(2L, 1L);
    assertThat(segments("x", Long.MAX_VALUE, 0, 10)).isEmpty();
  }

  @Test
  default void listsEverySegmentInWhichAStateOccurs() {
    List<ExecutionFact> facts = new ArrayList<>();
    // 1 is saved full, all PENDING; 2 is full by its facts only; 3 is open with one paused.
    facts.addAll(StoreSamples.admitted(1, 0, ExecutionIds.SLOTS));
    facts.addAll(StoreSamples.admitted(2, 0, ExecutionIds.SLOTS - 1));
    facts.add(StoreSamples.paused(2, ExecutionIds.SLOTS - 1));
    facts.add(StoreSamples.paused(3, 0));
    put("a", List.of(1L, 2L, 3L), facts);
    save(
        Segment.empty(1, "a")
            .append(
                new AppendBatch(0, ExecutionIds.SLOTS, 0, 0, StoreSamples.START.toEpochMilli())));
    int paused = ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.bit();
    int pending = ExecutionState.PENDING.bit();
    assertThat(segments("a", Long.MAX_VALUE, paused, 10)).containsExactly(3L, 2L);
    assertThat(segments("a", Long.MAX_VALUE, pending, 10)).contains(2L, 1L);
    assertThat(segments("a", Long.MAX_VALUE, pending | paused, 10)).containsExactly(3L, 2L, 1L);

    save(move(load(1), 4, ExecutionState.ERROR));
    assertThat(segments("a", Long.MAX_VALUE, ExecutionState.ERROR.bit(), 10)).contains(1L);
  }

  private List<Long> segments(String automationId, long before, int mask, int limit) {
    return store().executions().segmentsNewestFirst(automationId, before, mask, limit);
  }

  private Segment load(long segmentId) {
    return store().executions().load(segmentId).orElseThrow();
  }

  private void save(Segment segment) {
    assertThat(segment.needsSaving()).isTrue();
    BlockingWait.on(store().executions().save(segment));
  }

  static Segment move(Segment segment, int slot, ExecutionState to) {
    Transition.Move move = new Transition.Move(slot, to);
    return segment
        .move(
            new Transition(
                segment.version() + 100, StoreSamples.START.toEpochMilli(), List.of(move)))
        .segment();
  }

  private static List<ExecutionState> states(Segment segment) {
    List<ExecutionState> states = new ArrayList<>();
    for (int slot = 0; slot < segment.count(); slot++) {
      states.add(segment.status(slot).state());
    }
    return states;
  }
}
