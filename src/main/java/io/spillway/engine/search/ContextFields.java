package io.spillway.engine.search;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads single fields of a context, by top-level name or by JSON pointer (RFC 6901), which starts
 * with a slash.
 */
final class ContextFields {
  private ContextFields() {}

  /**
   * The canonical JSON text of a string, number or boolean field, for comparison. Empty if the
   * field is missing, {@code null}, an object or an array.
   */
  static Optional<String> comparable(JsonObject context, String field) {
    return comparable(value(context, field));
  }

  /** The canonical form of a JSON text. */
  static Optional<String> comparable(String json) {
    return comparable(Json.decodeValue(json));
  }

  /** The value of the field, null if it is missing or {@code null}. */
  static @Nullable Object value(JsonObject context, String field) {
    return field.startsWith("/")
        ? JsonPointer.from(field).queryJson(context)
        : context.getValue(field);
  }

  static Optional<String> comparable(@Nullable Object value) {
    if (value instanceof String || value instanceof Boolean) {
      return Optional.of(Json.encode(value));
    }
    return value instanceof Number number ? Optional.of(number(number)) : Optional.empty();
  }

  /** 1, 1.0 and 1e0 are equal. */
  private static String number(Number number) {
    String text = number.toString();
    boolean finite = Character.isDigit(text.charAt(text.length() - 1));
    return finite ? new BigDecimal(text).stripTrailingZeros().toString() : text;
  }
}
