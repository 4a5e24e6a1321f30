package io.spillway.engine.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.StepCounts;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadySegmentsTest {
  private static final long NEVER = Long.MAX_VALUE;

  private final ReadySegments segments = new ReadySegments();

  private void update(long segmentId, StepCounts counts) {
    segments.update(new SegmentSummary(segmentId, 1, 1_024, 0, 0, counts));
  }

  @Test
  void theOldestSegmentWithSomethingToStartIsNext() {
    update(7, new StepCounts(3, 0, 0, 0, NEVER));
    update(5, new StepCounts(0, 1, 0, 0, NEVER));
    update(3, new StepCounts(0, 0, 2, 0, NEVER));

    assertThat(segments.next()).hasValue(5);
    segments.exhausted(5, segments.updatesOf(5));
    assertThat(segments.next()).hasValue(7);
    update(5, new StepCounts(0, 1, 0, 0, NEVER));
    assertThat(segments.next()).hasValue(5);
  }

  @Test
  void aSegmentThatChangedWhileItWasReadIsReadAgain() {
    update(5, new StepCounts(0, 1, 0, 0, 400));
    long before = segments.updatesOf(5);
    update(5, new StepCounts(1, 1, 0, 0, 400));
    segments.exhausted(5, before);
    segments.exhaustedDue(5, before);

    assertThat(segments.next()).hasValue(5);
    assertThat(segments.due(400)).hasValue(5);
  }

  @Test
  void whatRunsIsCountedOnce() {
    update(3, new StepCounts(0, 0, 2, 0, NEVER));
    update(4, new StepCounts(0, 0, 5, 0, NEVER));
    update(3, new StepCounts(0, 0, 1, 1, 90));

    assertThat(segments.running()).isEqualTo(6);
    assertThat(segments.isFinished()).isFalse();
    update(3, new StepCounts(0, 0, 0, 0, NEVER));
    update(4, new StepCounts(0, 0, 0, 0, NEVER));
    assertThat(segments.running()).isZero();
    assertThat(segments.isFinished()).isTrue();
  }

  @Test
  void theEarliestTimeIsDueFirst() {
    update(3, new StepCounts(0, 0, 0, 9, 500));
    update(4, new StepCounts(0, 0, 0, 9, 400));

    assertThat(segments.due(399)).isEqualTo(OptionalLong.empty());
    assertThat(segments.due(400)).hasValue(4);
    assertThat(segments.nextDueMillis()).isEqualTo(400);
    segments.exhaustedDue(4, segments.updatesOf(4));
    assertThat(segments.due(600)).hasValue(3);
    update(4, new StepCounts(0, 0, 0, 9, 450));
    assertThat(segments.due(600)).hasValue(4);
    update(4, new StepCounts(0, 0, 0, 0, NEVER));
    assertThat(segments.due(600)).hasValue(3);
  }

  @Test
  void nothingIsLeftAfterItIsCleared() {
    update(3, new StepCounts(1, 1, 1, 1, 500));
    segments.clear();

    assertThat(segments.next()).isEmpty();
    assertThat(segments.nextDueMillis()).isEqualTo(NEVER);
    assertThat(segments.running()).isZero();
    assertThat(segments.isFinished()).isTrue();
  }
}
