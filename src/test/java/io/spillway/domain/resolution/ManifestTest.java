package io.spillway.domain.resolution;

import static io.spillway.domain.execution.ExecutionState.PENDING;
import static io.spillway.domain.execution.ExecutionState.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.resolution.Manifest.Line;
import io.spillway.domain.resolution.Manifest.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final long T = 1_700_000_000_000L;
  private static final long FIRST = 7 * 1_024;

  /** Slot 0 was admitted, 1 and 2 are held by the first trip, 3 and 4 by the second. */
  private final Segment held =
      Segment.empty(7, "a")
          .append(new AppendBatch(0, 1, 2, 1, T))
          .append(new AppendBatch(3, 0, 2, 2, T));

  private static Resolution resolution(String id, Decision decision, int throughGeneration) {
    return new Resolution(
        id,
        "a",
        new Resolution.Order(decision, "", "client-1"),
        throughGeneration,
        4,
        new Resolution.Counts(0, 0),
        Instant.ofEpochMilli(T + 100),
        Optional.of(Instant.ofEpochMilli(T + 200)));
  }

  @Test
  void listsWhatWasMovedWithTheDecisionTakenOnIt() {
    Segment segment =
        held.resolve("run", 1, PENDING, T + 100)
            .segment()
            .resolve("cancel", 2, TERMINATE, T + 300)
            .segment();
    assertThat(Manifest.of(resolution("run", Decision.RUN, 1), segment, Optional.empty()))
        .containsExactly(
            new Line(FIRST + 1, Outcome.RUN, ""), new Line(FIRST + 2, Outcome.RUN, ""));
    assertThat(Manifest.of(resolution("cancel", Decision.CANCEL, 2), segment, Optional.empty()))
        .containsExactly(
            new Line(FIRST + 3, Outcome.CANCELLED, ""), new Line(FIRST + 4, Outcome.CANCELLED, ""));
    assertThat(Manifest.of(resolution("other", Decision.RUN, 2), segment, Optional.empty()))
        .isEmpty();
  }

  @Test
  void listsWhatFailedWithItsCause() {
    Segment later = held.resolve("later", 2, PENDING, T + 300).segment();
    FailedSegment failed = new FailedSegment(7, "disk", List.of(FIRST + 1, FIRST + 2));
    assertThat(Manifest.of(resolution("r", Decision.RUN, 1), later, Optional.of(failed)))
        .containsExactly(
            new Line(FIRST + 1, Outcome.FAILED, "disk"),
            new Line(FIRST + 2, Outcome.FAILED, "disk"));
  }

  @Test
  void findsOutWhatFailedWhereItCouldNotBeRead() {
    Segment later = held.resolve("later", 1, PENDING, T + 300).segment();
    FailedSegment failed = new FailedSegment(7, "disk", List.of());
    assertThat(Manifest.of(resolution("r", Decision.RUN, 2), later, Optional.of(failed)))
        .extracting(Line::executionId)
        .containsExactly(FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 4);
  }

  @Test
  void aMoveThatWasMadeThoughItSeemedToFailIsNoFailure() {
    Segment moved = held.resolve("r", 1, PENDING, T + 100).segment();
    FailedSegment failed = new FailedSegment(7, "no answer", List.of(FIRST + 1, FIRST + 3));
    assertThat(Manifest.of(resolution("r", Decision.RUN, 1), moved, Optional.of(failed)))
        .containsExactly(
            new Line(FIRST + 1, Outcome.RUN, ""),
            new Line(FIRST + 2, Outcome.RUN, ""),
            new Line(FIRST + 3, Outcome.FAILED, "no answer"));
  }
}
