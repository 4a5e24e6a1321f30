package io.spillway.api.http.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A JSON value. */
sealed interface JsonValue {
  /** What to call it in a message. */
  String kind();

  /** Arrays and objects within each other, this one included; 0 for anything else. */
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

  /** An object, its members in the order given. */
  record Members(Map<String, JsonValue> values, int depth, Source source) implements JsonValue {
    /** {@code {}}. */
    static final Members NONE = new Members(Map.of(), 1, new Source(new byte[] {'{', '}'}, 0, 2));

    @Override
    public String kind() {
      return "an object";
    }
  }

  /**
   * Where a value was written.
   *
   * @param bytes the whole text in UTF-8; shared, never written to
   * @param from of its first byte
   * @param to after its last byte
   */
  @SuppressWarnings("ArrayRecordComponent") // The request's body: looked at, not copied.
  record Source(byte[] bytes, int from, int to) {
    /** The value as written. */
    String text() {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
  }
}
