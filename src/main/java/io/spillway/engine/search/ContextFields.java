package io.spillway.engine.search;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads single fields of a context, each named by its name at the top level or by a JSON pointer
 * (RFC 6901), which begins with a slash.
 */
final class ContextFields {
  private ContextFields() {}

  /**
   * A field as it is compared: a JSON text that is the same for the same string, number or truth
   * value. Empty if the field is missing, {@code null}, an object or an array.
   */
  static Optional<String> comparable(JsonObject context, String field) {
    return comparable(value(context, field));
  }

  /** A JSON text as it is compared. */
  static Optional<String> comparable(String json) {
    return comparable(Json.decodeValue(json));
  }

  /** The field, if there is one that is not {@code null}. */
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

  /** 1, 1.0 and 1e0 are the same number. */
  private static String number(Number number) {
    String text = number.toString();
    boolean finite = Character.isDigit(text.charAt(text.length() - 1));
    return finite ? new BigDecimal(text).stripTrailingZeros().toString() : text;
  }
}
