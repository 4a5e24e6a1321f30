package io.spillway.api.http.route;

import java.util.List;

/** Reads the header Accept (RFC 9110, 12.5.1). */
public final class AcceptHeader {
  private AcceptHeader() {}

  /**
   * Whether {@code lines} of the header prefer {@code type} to {@code other}: they name {@code
   * type} itself, with a weight that is neither 0 nor below that of {@code other}.
   */
  public static boolean prefers(List<String> lines, String type, String other) {
    WeightedValues types = WeightedValues.of(lines);
    double weight = types.weightOf(type).orElse(0);
    return weight > 0 && weight >= types.weightOf(other).orElse(0);
  }
}
