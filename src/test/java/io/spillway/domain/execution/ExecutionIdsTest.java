package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ExecutionIdsTest {
  @Property(tries = 500)
  void anIdLeadsToItsSegmentAndSlotAndAJavaScriptNumberHoldsIt(
      @ForAll @LongRange(max = ExecutionIds.MAX_SEGMENT) long segmentId,
      @ForAll @IntRange(max = ExecutionIds.SLOTS - 1) int slot) {
    long id = ExecutionIds.of(segmentId, slot);

    assertThat(ExecutionIds.segmentOf(id)).isEqualTo(segmentId);
    assertThat(ExecutionIds.slotOf(id)).isEqualTo(slot);
    assertThat((long) (double) id).isEqualTo(id).isBetween(0L, (1L << 53) - 1);
  }

  @Test
  void theLargestIdIsTheLastBelowTwoToThe53() {
    assertThat(ExecutionIds.of(ExecutionIds.MAX_SEGMENT, ExecutionIds.SLOTS - 1))
        .isEqualTo((1L << 53) - 1);
  }

  @Property(tries = 200)
  void aNegativeIdLeadsToASegmentThatDoesNotExist(
      @ForAll @LongRange(min = Long.MIN_VALUE, max = -1) long id) {
    assertThat(ExecutionIds.segmentOf(id)).isNegative();
    assertThat(ExecutionIds.slotOf(id)).isBetween(0, ExecutionIds.SLOTS - 1);
  }
}
