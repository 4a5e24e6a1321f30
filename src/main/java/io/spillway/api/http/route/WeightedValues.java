package io.spillway.api.http.route;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a header such as Accept and their weights (RFC 9110, 12.4.2). */
final class WeightedValues {
  private static final Pattern WEIGHT = Pattern.compile("q=([01](?:\\.[0-9]*)?)");

  private final Map<String, Double> weights = new HashMap<>();

  private WeightedValues() {}

  /** Reads all lines of a header. A value without a valid weight has 1. */
  static WeightedValues of(Iterable<String> lines) {
    WeightedValues values = new WeightedValues();
    for (String line : lines) {
      for (String value : line.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = value.split(";", -1);
        values.weights.merge(parts[0].strip(), weightIn(parts), Math::max);
      }
    }
    return values;
  }

  private static double weightIn(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      Matcher weight = WEIGHT.matcher(parts[i].replaceAll("\\s", ""));
      if (weight.matches()) {
        return Double.parseDouble(weight.group(1));
      }
    }
    return 1;
  }

  /**
   * The highest weight of a value, 0 if it is not acceptable; empty if it is not named.
   *
   * @param value in lower case, without parameters
   */
  OptionalDouble weightOf(String value) {
    Double weight = weights.get(value);
    return weight == null ? OptionalDouble.empty() : OptionalDouble.of(weight);
  }
}
