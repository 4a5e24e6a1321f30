package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Contract of {@link AutomationStore#commit} and {@link AutomationStore#load}. */
interface CommitContract extends OpenStore {
  @Test
  default void readsAnAutomationBackAsItWasCommitted() {
    Trip trip = new Trip(101, 100, BreakerPeriod.WEEK, StoreSamples.START.plusMillis(2));
    AutomationCommit step =
        AnAutomation.of("a")
            .inApp("app")
            .version(4, "[{\"id\":\"s\"}]")
            .breaker(new BreakerState.Closed(2, StoreSamples.START.plusMillis(1)).trip(trip))
            .lastExecutedAt(StoreSamples.START.plusMillis(3))
            .defined();
    commit(step);
    assertThat(store().automations().load("a")).contains(step.next());
  }

  @Test
  default void knowsNoAutomationThatWasNotCommitted() {
    assertThat(store().automations().load("a")).isEmpty();
  }

  @Test
  default void readsADeletedAutomation() {
    commit(AnAutomation.of("a").defined());
    AutomationCommit deletion =
        AnAutomation.of("a").revision(2).deletedAt(StoreSamples.START.plusSeconds(1)).defined();
    commit(deletion);
    assertThat(store().automations().load("a")).contains(deletion.next());
  }

  @Test
  default void aStepThatDoesNotRedefineLeavesTheDefinitionAlone() {
    commit(AnAutomation.of("a").named("before").defined());
    BreakerState reset = BreakerState.initial(StoreSamples.START.plusSeconds(9));
    AutomationRecord next = AnAutomation.of("a").named("after").revision(2).breaker(reset).record();
    commit(AutomationCommit.changingBreaker(next, Optional.empty(), List.of()));
    assertThat(automation("a"))
        .isEqualTo(AnAutomation.of("a").named("before").revision(2).breaker(reset).record());
  }

  @Test
  default void writesEveryPartOfAStep() {
    commit(AnAutomation.of("a").defined());
    AutomationCommit step = fullStep(2);
    commit(step);
    assertThat(automation("a")).isEqualTo(step.next());
    assertThat(store().executions().automationOf(7)).contains("a");
    assertThat(store().executions().facts(List.of(ExecutionIds.of(7, 0))).values())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(step.facts());
    assertThat(store().automations().resolution("a", "r")).isEqualTo(step.resolution());
    assertThat(auditUids()).containsExactly("full");
  }

  @Test
  default void refusesAStepOfAnotherRevisionAndWritesNothingOfIt() {
    commit(AnAutomation.of("a").defined());
    commit(AnAutomation.of("a").revision(2).defined());
    for (long revision : new long[] {2, 4}) {
      OpenStore.assertStale(store().automations().commit(fullStep(revision)));
      assertNothingOfFullStepWritten(AnAutomation.of("a").revision(2).record());
    }
  }

  @Test
  default void writesNothingOfAStepWhenOnePartFails() {
    put("a", List.of(7L), List.of(StoreSamples.admitted(7, 0)));
    AutomationRecord before = automation("a");
    AutomationCommit step = fullStep(before.revision() + 1);
    AutomationCommit repeatsAnExecution =
        new AutomationCommit(
            step.next(), true, List.of(8L), step.facts(), step.resolution(), step.events());
    OpenStore.failureOf(store().automations().commit(repeatsAnExecution));
    assertThat(automation("a")).isEqualTo(before);
    assertThat(store().executions().automationOf(8)).isEmpty();
    assertThat(store().automations().resolution("a", "r")).isEmpty();
    assertThat(auditUids()).isEmpty();
  }

  @Test
  default void refusesToCreateAnAutomationTwice() {
    commit(AnAutomation.of("a").named("first").defined());
    OpenStore.assertStale(
        store()
            .automations()
            .commit(
                AutomationCommit.redefining(
                    AnAutomation.of("a").named("second").record(),
                    Optional.empty(),
                    List.of(StoreSamples.event("second")))));
    assertThat(automation("a")).isEqualTo(AnAutomation.of("a").named("first").record());
    assertThat(auditUids()).isEmpty();
  }

  @Test
  default void refusesToChangeAnAutomationThatDoesNotExist() {
    OpenStore.assertStale(store().automations().commit(AnAutomation.of("a").revision(2).defined()));
    assertThat(store().automations().load("a")).isEmpty();
  }

  @Test
  default void aStaleStepDoesNotAffectOthersCommittedWithIt() {
    List<CompletionStage<Void>> writes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      writes.add(
          store()
              .automations()
              .commit(AnAutomation.of("a" + i).revision(i % 10 == 7 ? 2 : 1).defined()));
    }
    for (int i = 0; i < 40; i++) {
      if (i % 10 == 7) {
        OpenStore.assertStale(writes.get(i));
        assertThat(store().automations().load("a" + i)).isEmpty();
      } else {
        BlockingWait.on(writes.get(i));
        assertThat(store().automations().load("a" + i)).isPresent();
      }
    }
  }

  @Test
  default void stepsOfOneOwnerNeedNotWaitForEachOther() {
    List<CompletionStage<Void>> writes = new ArrayList<>();
    for (int revision = 1; revision <= 50; revision++) {
      writes.add(store().automations().commit(AnAutomation.of("a").revision(revision).defined()));
    }
    writes.forEach(BlockingWait::on);
    assertThat(automation("a").revision()).isEqualTo(50);
  }

  private static AutomationCommit fullStep(long revision) {
    Resolution resolution = StoreSamples.resolution("r", StoreSamples.START);
    return new AutomationCommit(
        AnAutomation.of("a").named("full").revision(revision).record(),
        true,
        List.of(7L),
        List.of(StoreSamples.admitted(7, 0)),
        Optional.of(resolution),
        List.of(StoreSamples.event("full")));
  }

  private void assertNothingOfFullStepWritten(AutomationRecord expected) {
    assertThat(automation("a")).isEqualTo(expected);
    assertThat(store().executions().automationOf(7)).isEmpty();
    assertThat(store().executions().facts(List.of(ExecutionIds.of(7, 0)))).isEmpty();
    assertThat(store().automations().resolution("a", "r")).isEmpty();
    assertThat(auditUids()).isEmpty();
  }
}
