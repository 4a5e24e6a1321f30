package io.spillway.domain.resolution;

/**
 * A condition on one field of a context.
 *
 * @param field its name, or a JSON pointer (RFC 6901) if it begins with a slash
 * @param kind how it is compared
 * @param json the operand as JSON text: a string, a number, {@code true} or {@code false}
 */
public record ContextCondition(String field, Kind kind, String json) {
  /** How a field is compared with the operand. */
  public enum Kind {
    /** The field has this value. */
    EQUALS,
    /** The field has another value or is absent. */
    NOT,
    /** The field is a string that contains this one. */
    CONTAINS,
    /** Whether there is such a field, {@code null} included. */
    EXISTS
  }

  public ContextCondition {
    requireShort(field, "field of a context filter");
    requireShort(json, "value of a context filter");
  }

  static void requireShort(String text, String what) {
    if (text.length() > PausedFilter.MAX_TEXT) {
      throw new IllegalArgumentException(
          what + " has " + text.length() + " characters, must be at most " + PausedFilter.MAX_TEXT);
    }
  }
}
