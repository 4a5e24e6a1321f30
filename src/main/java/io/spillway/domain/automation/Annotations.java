package io.spillway.domain.automation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Validates the labels that clients set on an automation. */
final class Annotations {
  private static final int MAX_ENTRIES = 16;
  private static final int MAX_VALUE = 256;
  private static final int MAX_BYTES = 4_096;
  private static final String RESERVED = "c1/";
  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]{0,127}");

  /** The unreserved characters of RFC 3986, which need no escaping in a URL. */
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._~-]*");

  private Annotations() {}

  /**
   * Returns {@code present} with the entries of {@code given}. An entry with an empty value is
   * removed.
   *
   * @throws IllegalArgumentException as {@link #checked}
   */
  static Map<String, String> merged(Map<String, String> present, Map<String, String> given) {
    Map<String, String> merged = new LinkedHashMap<>(present);
    merged.putAll(given);
    merged.values().removeIf(String::isEmpty);
    return checked(merged);
  }

  /**
   * Returns valid annotations.
   *
   * @throws IllegalArgumentException if they are invalid; the message names the entry, what was
   *     given and what is allowed
   */
  static Map<String, String> checked(Map<String, String> annotations) {
    if (annotations.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "annotations has " + annotations.size() + " entries, must be at most " + MAX_ENTRIES);
    }
    annotations.forEach(Annotations::check);
    // Valid keys and values are ASCII: one byte per character.
    int bytes =
        annotations.entrySet().stream()
            .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "annotations has "
              + bytes
              + " bytes in its keys and values, must be at most "
              + MAX_BYTES);
    }
    return annotations;
  }

  private static void check(String key, String value) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "annotations key is "
              + Quotes.of(key)
              + ", must be a letter and up to 127 letters, digits and . _ / -");
    }
    if (key.startsWith(RESERVED)) {
      throw new IllegalArgumentException(
          "annotations key is " + Quotes.of(key) + ", must not start with " + RESERVED);
    }
    if (value.length() > MAX_VALUE) {
      throw new IllegalArgumentException(
          "annotations."
              + key
              + " has "
              + value.length()
              + " characters, must be at most "
              + MAX_VALUE);
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "annotations."
              + key
              + " is "
              + Quotes.of(value)
              + ", must be letters, digits and - . _ ~");
    }
  }
}
