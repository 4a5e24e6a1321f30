package io.spillway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MeasuredTest {
  @Test
  void takesTheMiddleOfAnOddNumberOfRuns() {
    assertThat(Measured.of(List.of(5.0, 1.0, 2.0))).isEqualTo(new Measured(2, 1, 5, 3));
  }

  @Test
  void takesTheMeanOfTheTwoMiddleOnesOfAnEvenNumber() {
    assertThat(Measured.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Measured(3, 1, 9, 4));
  }

  @Test
  void refusesToSumUpNothing() {
    assertThatThrownBy(() -> Measured.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsARatioInFavourOfTheShorterTimeAndOfTheHigherRate() {
    assertThat(ratio(Row.Unit.SECONDS, 2, 10)).contains(5.0);
    assertThat(ratio(Row.Unit.PER_SECOND, 10, 2)).contains(5.0);
  }

  private static Optional<Double> ratio(Row.Unit unit, double ours, double theirs) {
    return new Row(
            "case",
            "metric",
            unit,
            Measured.of(List.of(ours)),
            Optional.of(new Row.Peer("peer", Measured.of(List.of(theirs)))))
        .ratio();
  }
}
