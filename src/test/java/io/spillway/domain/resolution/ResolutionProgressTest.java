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
  void withoutSegmentsItIsDoneAtOnce() {
    ResolutionProgress progress = over();

    assertThat(progress.isDone()).isTrue();
    assertThat(progress.next(8)).isEmpty();
    assertThat(progress.resolution()).isEqualTo(RECORDED);
  }

  @Test
  void segmentsAreVisitedInOrderAndNoMoreThanAllowedAtATime() {
    ResolutionProgress progress = over(3L, 5L, 9L);

    assertThat(progress.next(2)).hasValue(3);
    assertThat(progress.next(2)).hasValue(5);
    assertThat(progress.next(2)).isEmpty();
    progress.onResolved(1);
    assertThat(progress.next(2)).hasValue(9);
    progress.onFailed(3, ids(1), "cause");
    assertThat(progress.next(2)).isEmpty();
  }

  @Test
  void itIsDoneWhenTheLastSegmentHasReplied() {
    ResolutionProgress progress = over(3L, 5L);
    progress.next(1);
    progress.onResolved(10);
    assertThat(progress.isDone()).isFalse();
    progress.next(1);
    assertThat(progress.isDone()).isFalse();

    progress.onFailed(3, ids(2), "cause");

    assertThat(progress.isDone()).isTrue();
    assertThat(progress.resolution()).isEqualTo(RECORDED.counting(new Counts(10, 2)));
  }

  @Test
  void aSegmentThatIsListedTwiceIsVisitedOnce() {
    ResolutionProgress progress = over(3L, 5L, 3L);

    assertThat(progress.next(9)).hasValue(3);
    assertThat(progress.next(9)).hasValue(5);
    assertThat(progress.next(9)).isEmpty();
  }

  @Test
  void aReportWithoutAVisitIsAFault() {
    ResolutionProgress progress = over(3L);

    assertThatThrownBy(() -> progress.onResolved(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("resolution r1 got a reply, but no segment is being visited");
    assertThatThrownBy(() -> progress.onFailed(3, ids(1), "cause"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(progress.resolution()).isEqualTo(RECORDED);
    assertThat(progress.failures()).isEmpty();
  }

  @Test
  void whatCouldNotBeReadCountsAsErroredWithoutBeingListed() {
    ResolutionProgress progress = over(3L);
    progress.next(1);

    progress.onUnreadable(3, 7, "cause");

    assertThat(progress.isDone()).isTrue();
    assertThat(progress.resolution().counts()).isEqualTo(new Counts(0, 7));
    assertThat(progress.failures()).isEmpty();
    assertThat(progress.failedSegments()).containsExactly(new FailedSegment(3, "cause", List.of()));
  }

  @Test
  void whatWasChosenInASegmentThatCannotBeReadIsListed() {
    ResolutionProgress progress =
        new ResolutionProgress(
            RECORDED,
            List.of(3L, 5L),
            segmentId -> segmentId == 3 ? Slots.of(List.of(1, 2, 9)) : Slots.NONE);
    progress.next(2);
    progress.next(2);
    progress.onUnreadable(3, 3, "cause");
    progress.onUnreadable(5, 0, "cause");

    assertThat(progress.failedSegments())
        .containsExactly(new FailedSegment(3, "cause", List.of(3_073L, 3_074L, 3_081L, 3_081L)));
  }

  @Test
  void everySegmentThatFailedIsListedWithItsExecutions() {
    ResolutionProgress progress = over(3L, 5L, 7L);
    progress.next(3);
    progress.next(3);
    progress.next(3);
    progress.onFailed(3, new long[] {4, 6, 7, 8, 10}, "first");
    progress.onFailed(5, new long[0], "nothing was held");
    progress.onFailed(7, new long[] {20}, "third");

    assertThat(progress.failedSegments())
        .containsExactly(
            new FailedSegment(3, "first", List.of(4L, 4L, 6L, 8L, 10L, 10L)),
            new FailedSegment(7, "third", List.of(20L, 20L)));
  }

  @Test
  void thousandFailuresAreListedAndAllAreCounted() {
    ResolutionProgress progress = over(3L, 5L);
    progress.next(2);
    progress.next(2);
    progress.onFailed(3, ids(999), "first");

    progress.onFailed(5, new long[] {10_001, 10_002, 10_003}, "second");

    assertThat(progress.failures())
        .hasSize(1_000)
        .startsWith(new Failure(0, "first"), new Failure(1, "first"))
        .endsWith(new Failure(998, "first"), new Failure(10_001, "second"));
    assertThat(progress.resolution().counts()).isEqualTo(new Counts(0, 1_002));
  }

  @Property(tries = 300)
  void countsAreTheSumOfTheReportsAndEverySegmentIsVisitedOnce(
      @ForAll @IntRange(max = 200) int segments,
      @ForAll @IntRange(min = 1, max = 16) int maxInFlight,
      @ForAll long seed) {
    List<Long> ids = LongStream.range(100, 100 + segments).boxed().toList();
    ResolutionProgress progress = new ResolutionProgress(RECORDED, ids);
    Random random = new Random(seed);
    List<Long> visited = new ArrayList<>();
    int inFlight = 0;
    long moved = 0;
    long failed = 0;
    while (!progress.isDone()) {
      OptionalLong next = random.nextBoolean() ? progress.next(maxInFlight) : OptionalLong.empty();
      if (next.isPresent()) {
        visited.add(next.getAsLong());
        inFlight++;
      } else if (inFlight > 0 && random.nextInt(4) > 0) {
        int count = random.nextInt(1_025);
        progress.onResolved(count);
        moved += count;
        inFlight--;
      } else if (inFlight > 0) {
        int count = random.nextInt(1_025);
        progress.onFailed(3, ids(count), "cause");
        failed += count;
        inFlight--;
      }
      assertThat(inFlight).isLessThanOrEqualTo(maxInFlight);
      assertThat(progress.resolution().counts()).isEqualTo(new Counts(moved, failed));
    }
    assertThat(visited).isEqualTo(ids);
    assertThat(inFlight).isZero();
    assertThat(progress.failures())
        .hasSize((int) Math.min(failed, ResolutionProgress.MAX_LISTED_FAILURES));
  }
}
