package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Contract of {@link AutomationStore#applied} and its expiry. */
interface OperationContract extends OpenStore {
  @Test
  default void knowsWhichCommandsWereCarriedOutAndWhatTheyMade() {
    long largest = ExecutionIds.of(ExecutionIds.MAX_SEGMENT, ExecutionIds.SLOTS - 1);
    commit(AnAutomation.of("a").defined().withOperations(Map.of(-5L, 0L)));
    commit(step("a", 2).withOperations(Map.of(7L, largest, Long.MAX_VALUE, 1L)));
    assertThat(applied("a", -5L, 7L, 8L, Long.MAX_VALUE))
        .isEqualTo(Map.of(-5L, 0L, 7L, largest, Long.MAX_VALUE, 1L));
    assertThat(applied("a", 7L)).isEqualTo(Map.of(7L, largest));
    assertThat(applied("a")).isEmpty();
  }

  @Test
  default void knowsTheCommandsOfEachAutomationByThemselves() {
    commit(AnAutomation.of("a").defined().withOperations(Map.of(1L, 10L)));
    commit(AnAutomation.of("b").defined().withOperations(Map.of(2L, 20L, 3L, 21L)));
    assertThat(applied("a", 1L, 2L, 3L)).isEqualTo(Map.of(1L, 10L));
    assertThat(applied("b", 1L, 2L, 3L)).isEqualTo(Map.of(2L, 20L, 3L, 21L));
  }

  @Test
  default void aCommandThatArrivesAgainIsNotCarriedOut() {
    commit(AnAutomation.of("a").defined().withOperations(Map.of(1L, 10L)));
    OpenStore.assertStale(
        store().automations().commit(step("a", 2).withOperations(Map.of(2L, 11L, 1L, 12L))));
    assertThat(applied("a", 1L, 2L)).isEqualTo(Map.of(1L, 10L));
    assertThat(store().automations().load("a").orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  default void aResolutionBeginsOnceAndEndsOnce() {
    commit(AnAutomation.of("a").defined());
    Resolution begun = StoreSamples.resolution("r", StoreSamples.START);
    Resolution done = begun.finished(new Resolution.Counts(3, 1), StoreSamples.START);
    commit(resolving("a", 2, begun));
    OpenStore.assertStale(store().automations().commit(resolving("a", 3, begun)));
    commit(resolving("a", 3, done));
    OpenStore.assertStale(store().automations().commit(resolving("a", 4, done)));
    assertThat(store().automations().resolution("a", "r")).contains(done);
  }

  @Test
  default void aResolutionKeepsWhatItIsFor() {
    PausedFilter filter =
        new PausedFilter(
            Optional.of(StoreSamples.START),
            Optional.of(StoreSamples.START.plusNanos(123_456_789)),
            Map.of("user_id", "\"Zoë\"", "/a/b", "1.5", "c", "false"));
    Resolution all = StoreSamples.resolution("r", StoreSamples.START);
    Resolution part =
        new Resolution(
            "r",
            "a",
            new Resolution.Order(
                Decision.RUN, "", "alice", Optional.of(new Selection(filter, 1L << 52, 17))),
            all.throughGeneration(),
            17,
            all.counts(),
            all.startedAt(),
            all.finishedAt());
    commit(AnAutomation.of("a").defined());
    commit(resolving("a", 2, part));
    assertThat(store().automations().resolution("a", "r")).contains(part);
    assertThat(store().automations().allUnfinishedResolutions()).containsExactly(part);
  }

  private AutomationCommit resolving(String automationId, long revision, Resolution resolution) {
    return AutomationCommit.changingBreaker(
        step(automationId, revision).next(), Optional.of(resolution), List.of());
  }

  @Test
  default void aStepThatIsRefusedCarriesOutNothing() {
    commit(AnAutomation.of("a").defined());
    OpenStore.assertStale(
        store().automations().commit(step("a", 3).withOperations(Map.of(1L, 10L))));
    assertThat(applied("a", 1L)).isEmpty();
  }

  @Test
  default void findsACommandManyStepsLater() {
    commit(AnAutomation.of("a").defined().withOperations(Map.of(1L, 1L)));
    int steps = 2_500;
    LongStream.rangeClosed(2, steps)
        .mapToObj(i -> store().automations().commit(step("a", i).withOperations(Map.of(i, i))))
        .toList()
        .forEach(BlockingWait::on);
    Map<Long, Long> expected = new HashMap<>(Map.of(1L, 1L, 1_500L, 1_500L, 2_500L, 2_500L));
    assertThat(applied("a", 1L, 1_500L, 2_500L)).isEqualTo(expected);
    assertThat(applied("a", 2_501L)).isEmpty();
    assertThat(store().automations().forgetOperations(Duration.ZERO)).isEqualTo(steps);
    assertThat(applied("a", 1L, 1_500L, 2_500L)).isEmpty();
  }

  /** The store's own clock is fixed in these tests, in the past. */
  @Test
  default void keepsWhatWasCarriedOutTenMinutesByTheClockOfTheDatabase() {
    commit(AnAutomation.of("a").defined().withOperations(Map.of(1L, 10L)));
    clock().advance(Duration.ofDays(1));
    assertThat(store().automations().forgetOperations()).isZero();
    assertThat(applied("a", 1L)).hasSize(1);
    assertThat(store().automations().forgetOperations(Duration.ZERO)).isEqualTo(1);
    assertThat(applied("a", 1L)).isEmpty();
  }

  @Test
  default void notesNothingOfAStepThatCarriesOutNoCommand() {
    commit(AnAutomation.of("a").defined());
    commit(step("a", 2));
    assertThat(store().automations().forgetOperations(Duration.ZERO)).isZero();
  }

  private static AutomationCommit step(String id, long revision) {
    return AutomationCommit.changingBreaker(
        AnAutomation.of(id).revision(revision).record(), Optional.empty(), List.of());
  }

  private Map<Long, Long> applied(String automationId, Long... operationIds) {
    return store().automations().applied(automationId, List.of(operationIds));
  }
}
