package io.spillway.api.http.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A JSON value. */
sealed interface JsonValue {
  /** The name of its type, for error messages. */
  String kind();

  /** Nesting depth of an array or object, itself included; 0 for other values. */
  default int depth() {
    return 0;
  }

  /** {@code null}. */
  record Null() implements JsonValue {
    @Override
    public String kind() {
      return "null";
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements JsonValue {
    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** A number as written. */
  record Num(String text) implements JsonValue {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /** A string. */
  record Text(String text) implements JsonValue {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** An array. */
  record Items(List<JsonValue> elements, int depth, Source source) implements JsonValue {
    @Override
    public String kind() {
      return "an array";
    }
  }

  /** An object, its members in their order. */
  record Members(Map<String, JsonValue> values, int depth, Source source) implements JsonValue {
    /** {@code {}}. */
    static final Members NONE = new Members(Map.of(), 1, new Source(new byte[] {'{', '}'}, 0, 2));

    @Override
    public String kind() {
      return "an object";
    }
  }

  /**
   * The text of a value.
   *
   * @param bytes the whole body in UTF-8; shared, never modified
   * @param from offset of the first byte
   * @param to offset after the last byte
   */
  @SuppressWarnings("ArrayRecordComponent") // A view of the request's body, not a copy.
  record Source(byte[] bytes, int from, int to) {
    /** The text as received. */
    String text() {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
  }
}
