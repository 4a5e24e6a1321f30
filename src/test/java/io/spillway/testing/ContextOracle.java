package io.spillway.testing;

import io.spillway.contract.StrictJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What conditions on contexts mean, read independently of the server: to compare its answers with.
 */
public final class ContextOracle {
  private ContextOracle() {}

  /**
   * Whether a context meets a condition.
   *
   * @param context as JSON text
   * @param field a key, or a JSON pointer
   * @param kind {@code equals}, {@code not}, {@code contains} or {@code exists}
   * @param operand as JSON text
   */
  public static boolean meets(String context, String field, String kind, String operand) {
    Optional<Object> found = find(parse(context), field);
    Object given = parse(operand);
    return switch (kind) {
      case "equals" -> found.filter(value -> isEqual(value, given)).isPresent();
      case "not" -> found.filter(value -> isEqual(value, given)).isEmpty();
      case "contains" ->
          found.filter(String.class::isInstance).map(String.class::cast).stream()
              .anyMatch(text -> text.contains((String) given));
      case "exists" -> found.isPresent() == (boolean) given;
      default -> throw new IllegalArgumentException("kind is " + kind);
    };
  }

  /** The value of a field; null is a value. */
  private static Optional<Object> find(Object context, String field) {
    if (!field.startsWith("/")) {
      return member(context, field);
    }
    Optional<Object> found = Optional.of(context);
    for (String step : field.substring(1).split("/", -1)) {
      String key = step.replace("~1", "/").replace("~0", "~");
      found = found.flatMap(value -> member(value, key));
    }
    return found;
  }

  private static Optional<Object> member(Object value, String key) {
    if (value instanceof Map<?, ?> members) {
      return Optional.ofNullable(members.get(key));
    }
    boolean isIndex = key.matches("0|[1-9][0-9]{0,8}");
    return value instanceof List<?> elements && isIndex && Integer.parseInt(key) < elements.size()
        ? Optional.of(elements.get(Integer.parseInt(key)))
        : Optional.empty();
  }

  /** A number that is beyond the range of a decimal equals none. */
  private static boolean isEqual(Object one, Object other) {
    if (one instanceof Number || other instanceof Number) {
      return one instanceof BigDecimal decimal
          && other instanceof BigDecimal given
          && decimal.compareTo(given) == 0;
    }
    return (one instanceof String || one instanceof Boolean) && one.equals(other);
  }

  private static Object parse(String json) {
    try {
      return StrictJson.parse(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
