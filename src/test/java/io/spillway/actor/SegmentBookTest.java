package io.spillway.actor;

import static org.assertj.core.api.Assertions.assertThat;

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
}
