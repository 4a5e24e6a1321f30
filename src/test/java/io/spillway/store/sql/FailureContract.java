package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of the failed segments of resolutions. */
interface FailureContract extends OpenStore {
  @Test
  default void whatAResolutionCouldNotMoveIsReadInOrderOnceItIsFinished() {
    FailedSegment first = new FailedSegment(3, "disk \"full\"", List.of(3_072L, 3_075L));
    FailedSegment second = new FailedSegment(5, "gone", List.of());
    FailedSegment third = new FailedSegment(1L << 40, "gone", List.of(1L << 50, (1L << 50) + 1));
    Resolution begun =
        new Resolution(
            "r",
            "a",
            new Resolution.Order(Decision.RUN, "", "c"),
            1,
            9,
            Resolution.Counts.NONE,
            StoreSamples.START,
            Optional.empty());
    commit(1, begun, List.of());
    assertThat(store().automations().failedSegments("r", 0, 10)).isEmpty();
    commit(
        2,
        begun.finished(new Resolution.Counts(0, 9), StoreSamples.START.plusSeconds(1)),
        List.of(third, first, second));
    assertThat(store().automations().failedSegments("r", 0, 10))
        .containsExactly(first, second, third);
    assertThat(store().automations().failedSegments("r", 3, 1)).containsExactly(second);
    assertThat(store().automations().failedSegments("q", 0, 10)).isEmpty();
  }

  private void commit(int revision, Resolution resolution, List<FailedSegment> failed) {
    AutomationRecord next = AnAutomation.of("a").revision(revision).record();
    BlockingWait.on(
        store()
            .automations()
            .commit(
                AutomationCommit.redefining(next, Optional.of(resolution), List.of())
                    .failing(failed)));
  }

  @Test
  default void segmentsOfAnAutomationAreReadOldestFirst() {
    BlockingWait.on(
        store()
            .automations()
            .commit(
                new AutomationCommit(
                    AnAutomation.of("a").record(),
                    true,
                    List.of(7L, 3L, 5L),
                    List.of(),
                    Optional.empty(),
                    List.of())));
    assertThat(store().executions().segmentsOldestFirst("a", 0, 2)).containsExactly(3L, 5L);
    assertThat(store().executions().segmentsOldestFirst("a", 5, 2)).containsExactly(7L);
    assertThat(store().executions().segmentsOldestFirst("b", 0, 2)).isEmpty();
  }
}
