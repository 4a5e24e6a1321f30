package io.spillway.engine.step;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts values between JSON as Vert.x decodes it and CEL.
 *
 * <p>An integer becomes an int of CEL, one beyond that a uint, one beyond both a double, like a
 * number with a fraction or an exponent.
 */
final class CelValues {
  private static final int MAX_INT_BITS = 63;
  private static final int MAX_UINT_BITS = 64;

  private CelValues() {}

  /** The members of an object as CEL sees them. */
  static Map<String, Object> ofMembers(Map<String, ?> members) {
    Map<String, Object> values = new LinkedHashMap<>();
    members.forEach((name, value) -> values.put(name, ofJson(value)));
    return values;
  }

  private static Object ofJson(@Nullable Object json) {
    if (json == null) {
      return NullValue.NULL_VALUE;
    }
    if (json instanceof JsonObject object) {
      return ofMembers(object.getMap());
    }
    if (json instanceof JsonArray array) {
      return ofElements(array.getList());
    }
    if (json instanceof List<?> elements) {
      return ofElements(elements);
    }
    if (json instanceof Map<?, ?> members) {
      return ofMembers(membersOf(members));
    }
    return json instanceof Number number ? ofNumber(number) : json;
  }

  private static List<Object> ofElements(List<?> elements) {
    List<Object> values = new ArrayList<>(elements.size());
    for (Object element : elements) {
      values.add(ofJson(element));
    }
    return values;
  }

  private static Object ofNumber(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return number.longValue();
    }
    if (number instanceof BigInteger integer) {
      if (integer.bitLength() <= MAX_INT_BITS) {
        return integer.longValueExact();
      }
      if (integer.signum() > 0 && integer.bitLength() <= MAX_UINT_BITS) {
        return UnsignedLong.valueOf(integer);
      }
    }
    return number.doubleValue();
  }

  /**
   * A value of CEL as JSON: times as RFC 3339, durations as {@code 1.5s}, bytes as base64.
   *
   * @throws UnfitValueException if JSON has no such value, or the budget is exceeded
   */
  static @Nullable Object toJson(Object value, OutputBudget budget) {
    if (value instanceof String text) {
      budget.take(text.length() + 2);
      return text;
    }
    if (value instanceof Map<?, ?> entries) {
      return object(entries, budget);
    }
    if (value instanceof List<?> elements) {
      JsonArray array = new JsonArray(new ArrayList<>());
      for (Object element : elements) {
        array.add(toJson(element, budget));
      }
      budget.take(2);
      return array;
    }
    budget.take(8);
    return scalar(value, budget);
  }

  private static JsonObject object(Map<?, ?> entries, OutputBudget budget) {
    JsonObject object = new JsonObject();
    entries.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new UnfitValueException("makes a map with a key that is no string");
          }
          budget.take(name.length() + 4);
          object.put(name, toJson(value, budget));
        });
    return object;
  }

  private static @Nullable Object scalar(Object value, OutputBudget budget) {
    if (value instanceof Boolean || value instanceof Long) {
      return value;
    }
    if (value instanceof NullValue) {
      return null;
    }
    if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        throw new UnfitValueException("results in NaN or an infinite number, which JSON has not");
      }
      return number;
    }
    if (value instanceof UnsignedLong number) {
      return number.bigIntegerValue();
    }
    if (value instanceof Instant time) {
      return time.toString();
    }
    if (value instanceof Duration duration) {
      return text(duration);
    }
    if (value instanceof CelByteString bytes) {
      budget.take(2 * bytes.size());
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
    throw new UnfitValueException("results in a type, which JSON has not");
  }

  /** Seconds with up to nine decimals. */
  private static String text(Duration duration) {
    Duration size = duration.abs();
    String decimals =
        size.getNano() == 0
            ? ""
            : ("." + String.valueOf(1_000_000_000 + size.getNano()).substring(1))
                .replaceFirst("0+$", "");
    return (duration.isNegative() ? "-" : "") + size.getSeconds() + decimals + "s";
  }

  @SuppressWarnings("unchecked") // Names of members are strings in all JSON.
  private static Map<String, Object> membersOf(Map<?, ?> members) {
    return (Map<String, Object>) members;
  }
}
