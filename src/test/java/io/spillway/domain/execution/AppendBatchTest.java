package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppendBatchTest {
  @Test
  void theyEndAfterTheirLastSlot() {
    assertThat(new AppendBatch(10, 3, 2, 1, 0).endSlot()).isEqualTo(15);
    assertThat(new AppendBatch(0, 1_000, 24, 1, 0).endSlot()).isEqualTo(1_024);
  }

  @ParameterizedTest
  @CsvSource({"-1,1,1", "0,-1,1", "0,1,-1"})
  void negativeNumbersAreRefused(int firstSlot, int admitted, int paused) {
    assertThatThrownBy(() -> new AppendBatch(firstSlot, admitted, paused, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "append batch of "
                + admitted
                + " admitted and "
                + paused
                + " paused executions at slot "
                + firstSlot
                + ": none may be negative");
  }

  @ParameterizedTest
  @CsvSource({"0,1024,1,1025", "1024,1,0,1025", "1000,20,5,1025", "0,2147483647,9,2147483656"})
  void moreThanASegmentHoldsAreRefused(int firstSlot, int admitted, int paused, long end) {
    assertThatThrownBy(() -> new AppendBatch(firstSlot, admitted, paused, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("end of the append batch is slot " + end + ", must be at most 1024");
  }

  @Test
  void pausedOnesNeedTheGenerationOfTheirTrip() {
    assertThatThrownBy(() -> new AppendBatch(0, 0, 1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("generation of paused executions is 0, must be at least 1");
    assertThat(new AppendBatch(0, 1, 0, 0, 0).generation()).isZero();
  }
}
