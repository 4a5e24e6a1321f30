package io.spillway.demo;

import io.vertx.core.json.JsonObject;

/** Reads numbers from JSON, where large ones travel as strings and zero may be left out. */
final class Numbers {
  private Numbers() {}

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
