package io.spillway.engine.search;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a context, given by its name at the top level, or as a JSON pointer (RFC 6901) if it
 * begins with a slash.
 */
final class ContextField {
  /** The value of a field that does not exist. */
  static final Object ABSENT = new Object();

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  /** A number with more digits before or after the point is written with an exponent. */
  private static final int MAX_ZEROS = 40;

  private final List<String> path = new ArrayList<>();

  ContextField(String field) {
    if (field.startsWith("/")) {
      for (String step : field.substring(1).split("/", -1)) {
        path.add(step.replace("~1", "/").replace("~0", "~"));
      }
    } else {
      path.add(field);
    }
  }

  /** The value in a context: {@link #ABSENT} if the field does not exist. */
  @Nullable Object in(JsonObject context) {
    @Nullable Object value = context.getMap();
    for (String step : path) {
      if (value instanceof Map<?, ?> members && members.containsKey(step)) {
        value = members.get(step);
      } else if (value instanceof List<?> elements
          && INDEX.matcher(step).matches()
          && Integer.parseInt(step) < elements.size()) {
        value = elements.get(Integer.parseInt(step));
      } else {
        return ABSENT;
      }
    }
    return value;
  }

  /**
   * A value as JSON text, the same for equal strings, numbers or booleans. Empty for other values.
   */
  static Optional<String> comparable(@Nullable Object value) {
    if (value instanceof String || value instanceof Boolean) {
      return Optional.of(Json.encode(value));
    }
    return value instanceof Number number ? number(number.toString()) : Optional.empty();
  }

  /** 1, 1.0 and 1e0 are the same number. Empty if it is beyond the range of a BigDecimal. */
  private static Optional<String> number(String text) {
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      boolean plain = Math.abs((long) number.scale()) <= MAX_ZEROS + number.precision();
      return Optional.of(
          plain ? number.toPlainString() : number.toString().replace("E+", "e").replace('E', 'e'));
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
