package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Resolution.Counts;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Contract of {@link AutomationStore#claim}, and of what only an owner writes. */
interface OwnershipContract extends OpenStore {
  @Test
  default void aCreatorOwnsWhatItCreated() {
    commit(AnAutomation.of("a").defined());
    commit(AnAutomation.of("a").revision(2).defined());
    assertThat(automation("a").epoch()).isEqualTo(1);
  }

  @Test
  default void eachClaimRaisesTheEpochAndNothingElse() {
    commit(AnAutomation.of("a").inApp("app").lastExecutedAt(StoreSamples.START).defined());
    commit(AnAutomation.of("b").defined());
    AnAutomation expected = AnAutomation.of("a").inApp("app").lastExecutedAt(StoreSamples.START);
    assertThat(claim("a")).isEqualTo(expected.epoch(2).record());
    assertThat(claim("a")).isEqualTo(expected.epoch(3).record());
    assertThat(automation("a")).isEqualTo(expected.epoch(3).record());
    assertThat(automation("b").epoch()).isEqualTo(1);
  }

  @Test
  default void claimsADeletedAutomationAndNoneThatDoesNotExist() {
    commit(AnAutomation.of("a").defined());
    commit(AnAutomation.of("a").revision(2).deletedAt(StoreSamples.START).defined());
    assertThat(claim("a").automation().deletedAt()).contains(StoreSamples.START);
    assertThat(store().automations().claim("x")).isEmpty();
  }

  @Test
  default void whoeverOwnedItBeforeWritesNothingMore() {
    commit(AnAutomation.of("a").defined());
    AutomationRecord deposed = automation("a");
    AutomationRecord owned = claim("a");
    OpenStore.assertStale(store().automations().commit(touching(deposed, "deposed")));
    assertThat(automation("a")).isEqualTo(owned);
    assertThat(auditUids()).isEmpty();

    commit(touching(owned, "owner"));
    assertThat(automation("a").revision()).isEqualTo(2);
    assertThat(automation("a").epoch()).isEqualTo(owned.epoch());
    assertThat(auditUids()).containsExactly("owner");
  }

  @Test
  default void aClaimTakesItsTurnAmongSteps() {
    commit(AnAutomation.of("a").defined());
    CompletionStage<Void> before =
        store().automations().commit(AnAutomation.of("a").revision(2).defined());
    AutomationRecord owned = claim("a");
    assertThat(owned.revision()).isEqualTo(2);
    BlockingWait.on(before);
    OpenStore.assertStale(store().automations().commit(AnAutomation.of("a").revision(3).defined()));
    commit(AnAutomation.of("a").revision(3).epoch(owned.epoch()).defined());
  }

  @Test
  default void recordsTheProgressOfAResolutionWhichNeverFalls() {
    Resolution started = started();

    record(started.counting(new Counts(30, 2)), 1);
    record(started.counting(new Counts(29, 4)), 1);
    record(started.counting(new Counts(31, 0)), 1);

    assertThat(progress(started)).isEqualTo(new Counts(30, 2));
    record(started.counting(new Counts(32, 0)), 1);
    assertThat(progress(started)).isEqualTo(new Counts(32, 0));
    assertThat(store().automations().unfinishedResolutions("a"))
        .extracting(Resolution::counts)
        .containsExactly(new Counts(32, 0));
  }

  @Test
  default void whoeverOwnedItBeforeRecordsNoProgress() {
    Resolution started = started();
    AutomationRecord owned = claim("a");

    record(started.counting(new Counts(30, 0)), owned.epoch() - 1);

    assertThat(progress(started)).isEqualTo(Counts.NONE);
    record(started.counting(new Counts(20, 0)), owned.epoch());
    assertThat(progress(started)).isEqualTo(new Counts(20, 0));
  }

  @Test
  default void progressDoesNotChangeAFinishedResolution() {
    Resolution started = started();
    AutomationRecord before = automation("a");
    Resolution finished = started.finished(new Counts(7, 1), StoreSamples.START);
    commit(
        AutomationCommit.changingBreaker(
            before.next(before.breaker()), Optional.of(finished), List.of()));

    record(started.counting(new Counts(30, 0)), 1);

    assertThat(progress(started)).isEqualTo(new Counts(7, 1));
  }

  private Resolution started() {
    commit(AnAutomation.of("a").defined());
    AutomationRecord before = automation("a");
    Resolution started = StoreSamples.resolution("r", StoreSamples.START);
    commit(
        AutomationCommit.changingBreaker(
            before.next(before.breaker()), Optional.of(started), List.of()));
    return started;
  }

  private void record(Resolution counted, long epoch) {
    BlockingWait.on(store().automations().recordProgress(counted, epoch));
  }

  private Counts progress(Resolution resolution) {
    return store().automations().resolution("a", resolution.id()).orElseThrow().counts();
  }

  private AutomationRecord claim(String id) {
    return store().automations().claim(id).orElseThrow();
  }

  private static AutomationCommit touching(AutomationRecord owned, String eventUid) {
    return AutomationCommit.changingBreaker(
        owned.next(owned.breaker()), Optional.empty(), List.of(StoreSamples.event(eventUid)));
  }
}
