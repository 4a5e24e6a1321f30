package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.SegmentSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentIndexTest {
  private static final int ANY = ExecutionState.PENDING.bit();

  @Test
  void aSegmentWhoseExecutionsAreAllHeldIsNotSearchedForAdmissions() {
    SegmentIndex book =
        new SegmentIndex(
            List.of(
                new SegmentSummary(1, 1, 1_024, 0, ANY),
                new SegmentSummary(2, 1, 1_024, 1_014, ANY),
                new SegmentSummary(3, 1, 1_024, 1_024, ANY),
                new SegmentSummary(4, 0, 7, 7, ANY),
                new SegmentSummary(5, 0, 8, 7, ANY)));
    assertThat(book.admittingNewestFirst()).containsExactly(5L, 2L, 1L);
  }

  @Test
  void theNextExecutionGoesBehindThoseThatTheirSegmentIsOnlyAboutToTake() {
    SegmentIndex book = new SegmentIndex(List.of(new SegmentSummary(1, 0, 10, 0, ANY)));
    book.onArrivals(1, arrivals(10, 5));
    assertThat(book.room()).contains(new SegmentIndex.Room(1, 15));
    // A resolution that came to the segment before the arrivals did.
    book.update(new SegmentSummary(1, 1, 10, 0, ANY));
    assertThat(book.room()).contains(new SegmentIndex.Room(1, 15));
    book.update(new SegmentSummary(1, 1, 15, 0, ANY));
    assertThat(book.room()).contains(new SegmentIndex.Room(1, 15));
  }

  @Test
  void aSegmentThatIsAboutToBeFullTakesNoMore() {
    SegmentIndex book = new SegmentIndex(List.of(new SegmentSummary(1, 0, 1_000, 0, ANY)));
    book.onArrivals(1, arrivals(1_000, 24));
    assertThat(book.room()).isEmpty();
    assertThat(book.missingFor(1)).isEqualTo(1);
  }

  @Test
  void aNewSegmentIsKnownBeforeItHasTakenAnything() {
    SegmentIndex book = new SegmentIndex(List.of());
    assertThat(book.room()).isEmpty();
    assertThat(book.lastId()).isZero();
    book.onArrivals(7, arrivals(0, 3));
    assertThat(book.lastId()).isEqualTo(7);
    assertThat(book.missingFor(1_022)).isEqualTo(1);
    assertThat(book.missingFor(1_021)).isZero();
  }

  private static AppendBatch arrivals(int firstSlot, int admitted) {
    return new AppendBatch(firstSlot, admitted, 0, 0, 1);
  }
}
