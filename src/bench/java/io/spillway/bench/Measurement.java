package io.spillway.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What the counted runs of one case came to.
 *
 * @param median of the runs
 * @param min the lowest
 * @param max the highest
 * @param runs how many were counted
 */
record Measurement(double median, double min, double max, int runs) {
  static Measurement of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no run was counted");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Measurement(
        median, sorted[0], Arrays.stream(sorted).max().orElseThrow(), sorted.length);
  }
}
