package io.spillway.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.execution.Arrivals;
import io.spillway.execution.ExecutionState;
import io.spillway.execution.SegmentSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentBookTest {
  private static final int ANY = ExecutionState.PENDING.bit();

  @Test
  void aSegmentWhoseExecutionsAreAllHeldIsNotSearchedForAdmissions() {
    SegmentBook book =
        new SegmentBook(
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
    SegmentBook book = new SegmentBook(List.of(new SegmentSummary(1, 0, 10, 0, ANY)));
    book.onArrivals(1, arrivals(10, 5));
    assertThat(book.room()).contains(new SegmentBook.Room(1, 15));
    // A resolution that came to the segment before the arrivals did.
    book.update(new SegmentSummary(1, 1, 10, 0, ANY));
    assertThat(book.room()).contains(new SegmentBook.Room(1, 15));
    book.update(new SegmentSummary(1, 1, 15, 0, ANY));
    assertThat(book.room()).contains(new SegmentBook.Room(1, 15));
  }

  @Test
  void aSegmentThatIsAboutToBeFullTakesNoMore() {
    SegmentBook book = new SegmentBook(List.of(new SegmentSummary(1, 0, 1_000, 0, ANY)));
    book.onArrivals(1, arrivals(1_000, 24));
    assertThat(book.room()).isEmpty();
    assertThat(book.missingFor(1)).isEqualTo(1);
  }

  @Test
  void aNewSegmentIsKnownBeforeItHasTakenAnything() {
    SegmentBook book = new SegmentBook(List.of());
    assertThat(book.room()).isEmpty();
    assertThat(book.lastId()).isZero();
    book.onArrivals(7, arrivals(0, 3));
    assertThat(book.lastId()).isEqualTo(7);
    assertThat(book.missingFor(1_022)).isEqualTo(1);
    assertThat(book.missingFor(1_021)).isZero();
  }

  private static Arrivals arrivals(int firstSlot, int admitted) {
    return new Arrivals(firstSlot, admitted, 0, 0, 1);
  }
}
