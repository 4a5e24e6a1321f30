package io.spillway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MeasurementTest {
  @Test
  void takesTheMiddleOfAnOddNumberOfRuns() {
    assertThat(Measurement.of(List.of(5.0, 1.0, 2.0))).isEqualTo(new Measurement(2, 1, 5, 3));
  }

  @Test
  void takesTheMeanOfTheTwoMiddleOnesOfAnEvenNumber() {
    assertThat(Measurement.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Measurement(3, 1, 9, 4));
  }

  @Test
  void refusesToSumUpNothing() {
    assertThatThrownBy(() -> Measurement.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsARatioInFavourOfTheShorterTimeAndOfTheHigherRate() {
    assertThat(ratio(ReportRow.Unit.SECONDS, 2, 10)).contains(5.0);
    assertThat(ratio(ReportRow.Unit.PER_SECOND, 10, 2)).contains(5.0);
    assertThat(ratio(ReportRow.Unit.PER_SECOND, 10, 0)).isEmpty();
  }

  private static Optional<Double> ratio(ReportRow.Unit unit, double ours, double theirs) {
    return new ReportRow(
            "case",
            "metric",
            unit,
            Measurement.of(List.of(ours)),
            Optional.of(new ReportRow.Peer("peer", Measurement.of(List.of(theirs)))))
        .ratio();
  }
}
