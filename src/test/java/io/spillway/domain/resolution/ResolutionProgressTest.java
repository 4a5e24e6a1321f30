package io.spillway.domain.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.Slots;
import io.spillway.domain.resolution.Resolution.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResolutionProgressTest {
  private static final Resolution RECORDED =
      new Resolution(
          "r1",
          "a1",
          new Resolution.Order(Decision.RUN, "", "client-1"),
          1,
          5_000,
          Counts.NONE,
          Instant.parse("2026-03-01T10:00:00Z"),
          Optional.empty());

  private static ResolutionProgress over(Long... segmentIds) {
    return new ResolutionProgress(RECORDED, List.of(segmentIds));
  }

  private static long[] ids(int count) {
    return LongStream.range(0, count).toArray();
  }

  @Test
  void aRunOverNoSegmentsIsOverAtOnce() {
    ResolutionProgress run = over();

    assertThat(run.isOver()).isTrue();
    assertThat(run.next(8)).isEmpty();
    assertThat(run.resolution()).isEqualTo(RECORDED);
  }

  @Test
  void segmentsAreHandedOutInOrderAndNoMoreThanAllowedAtATime() {
    ResolutionProgress run = over(3L, 5L, 9L);

    assertThat(run.next(2)).hasValue(3);
    assertThat(run.next(2)).hasValue(5);
    assertThat(run.next(2)).isEmpty();
    run.onResolved(1);
    assertThat(run.next(2)).hasValue(9);
    run.onFailed(3, ids(1), "cause");
    assertThat(run.next(2)).isEmpty();
  }

  @Test
  void aRunIsOverWhenTheLastSegmentHasReported() {
    ResolutionProgress run = over(3L, 5L);
    run.next(1);
    run.onResolved(10);
    assertThat(run.isOver()).isFalse();
    run.next(1);
    assertThat(run.isOver()).isFalse();

    run.onFailed(3, ids(2), "cause");

    assertThat(run.isOver()).isTrue();
    assertThat(run.resolution()).isEqualTo(RECORDED.counting(new Counts(10, 2)));
  }

  @Test
  void aSegmentThatIsListedTwiceIsVisitedOnce() {
    ResolutionProgress run = over(3L, 5L, 3L);

    assertThat(run.next(9)).hasValue(3);
    assertThat(run.next(9)).hasValue(5);
    assertThat(run.next(9)).isEmpty();
  }

  @Test
  void aReportWithoutAVisitIsAFault() {
    ResolutionProgress run = over(3L);

    assertThatThrownBy(() -> run.onResolved(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("resolution r1 got a report, but no segment is being visited");
    assertThatThrownBy(() -> run.onFailed(3, ids(1), "cause"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(run.resolution()).isEqualTo(RECORDED);
    assertThat(run.failures()).isEmpty();
  }

  @Test
  void whatCouldNotBeReadCountsAsErroredWithoutBeingListed() {
    ResolutionProgress run = over(3L);
    run.next(1);

    run.onUnreadable(3, 7, "cause");

    assertThat(run.isOver()).isTrue();
    assertThat(run.resolution().counts()).isEqualTo(new Counts(0, 7));
    assertThat(run.failures()).isEmpty();
    assertThat(run.failedSegments()).containsExactly(new FailedSegment(3, "cause", List.of()));
  }

  @Test
  void whatWasChosenInASegmentThatCannotBeReadIsListed() {
    ResolutionProgress run =
        new ResolutionProgress(
            RECORDED,
            List.of(3L, 5L),
            segmentId -> segmentId == 3 ? Slots.of(List.of(1, 2, 9)) : Slots.NONE);
    run.next(2);
    run.next(2);
    run.onUnreadable(3, 3, "cause");
    run.onUnreadable(5, 0, "cause");

    assertThat(run.failedSegments())
        .containsExactly(new FailedSegment(3, "cause", List.of(3_073L, 3_074L, 3_081L, 3_081L)));
  }

  @Test
  void everySegmentThatFailedIsListedWithItsExecutions() {
    ResolutionProgress run = over(3L, 5L, 7L);
    run.next(3);
    run.next(3);
    run.next(3);
    run.onFailed(3, new long[] {4, 6, 7, 8, 10}, "first");
    run.onFailed(5, new long[0], "nothing was held");
    run.onFailed(7, new long[] {20}, "third");

    assertThat(run.failedSegments())
        .containsExactly(
            new FailedSegment(3, "first", List.of(4L, 4L, 6L, 8L, 10L, 10L)),
            new FailedSegment(7, "third", List.of(20L, 20L)));
  }

  @Test
  void thousandFailuresAreListedAndAllAreCounted() {
    ResolutionProgress run = over(3L, 5L);
    run.next(2);
    run.next(2);
    run.onFailed(3, ids(999), "first");

    run.onFailed(5, new long[] {10_001, 10_002, 10_003}, "second");

    assertThat(run.failures())
        .hasSize(1_000)
        .startsWith(new Failure(0, "first"), new Failure(1, "first"))
        .endsWith(new Failure(998, "first"), new Failure(10_001, "second"));
    assertThat(run.resolution().counts()).isEqualTo(new Counts(0, 1_002));
  }

  @Property(tries = 300)
  void countsAreTheSumOfTheReportsAndEverySegmentIsVisitedOnce(
      @ForAll @IntRange(max = 200) int segments,
      @ForAll @IntRange(min = 1, max = 16) int maxInFlight,
      @ForAll long seed) {
    List<Long> ids = LongStream.range(100, 100 + segments).boxed().toList();
    ResolutionProgress run = new ResolutionProgress(RECORDED, ids);
    Random random = new Random(seed);
    List<Long> visited = new ArrayList<>();
    int inFlight = 0;
    long moved = 0;
    long failed = 0;
    while (!run.isOver()) {
      OptionalLong next = random.nextBoolean() ? run.next(maxInFlight) : OptionalLong.empty();
      if (next.isPresent()) {
        visited.add(next.getAsLong());
        inFlight++;
      } else if (inFlight > 0 && random.nextInt(4) > 0) {
        int count = random.nextInt(1_025);
        run.onResolved(count);
        moved += count;
        inFlight--;
      } else if (inFlight > 0) {
        int count = random.nextInt(1_025);
        run.onFailed(3, ids(count), "cause");
        failed += count;
        inFlight--;
      }
      assertThat(inFlight).isLessThanOrEqualTo(maxInFlight);
      assertThat(run.resolution().counts()).isEqualTo(new Counts(moved, failed));
    }
    assertThat(visited).isEqualTo(ids);
    assertThat(inFlight).isZero();
    assertThat(run.failures()).hasSize((int) Math.min(failed, ResolutionProgress.LISTED_FAILURES));
  }
}
