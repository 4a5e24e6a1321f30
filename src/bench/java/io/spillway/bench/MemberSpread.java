package io.spillway.bench;

import java.util.List;

/**
 * How much of something each member of a cluster took.
 *
 * @param parts of each member
 */
record MemberSpread(List<Double> parts) {
  private static final double PERCENT = 100;

  MemberSpread {
    parts = List.copyOf(parts);
  }

  double total() {
    return parts.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The part of the member that took most, in percent of the whole. */
  double largestPercent() {
    return PERCENT * parts.stream().mapToDouble(Double::doubleValue).max().orElse(0) / total();
  }
}
