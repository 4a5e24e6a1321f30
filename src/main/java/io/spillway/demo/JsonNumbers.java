package io.spillway.demo;

import io.vertx.core.json.JsonObject;

/** Reads numbers from proto3 JSON: int64 is a string, and zero may be omitted. */
final class JsonNumbers {
  private JsonNumbers() {}

  static long at(JsonObject json, String field) {
    Object value = json.getValue(field);
    if (value == null) {
      return 0;
    }
    if (value instanceof Number number) {
      return number.longValue();
    }
    try {
      return Long.parseLong(value.toString());
    } catch (NumberFormatException e) {
      throw new DemoException("%s is \"%s\", not a number".formatted(field, value), e);
    }
  }
}
