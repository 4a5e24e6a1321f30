package io.spillway.domain.automation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules for the labels that clients put on an automation. */
final class Annotations {
  private static final int MAX_ENTRIES = 16;
  private static final int MAX_VALUE = 256;
  private static final int MAX_BYTES = 4_096;
  private static final String RESERVED = "c1/";
  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]{0,127}");

  /** The characters that RFC 3986 calls unreserved: a URL takes them as they are. */
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._~-]*");

  private Annotations() {}

  /**
   * {@code present} with the entries of {@code given}, of which those with an empty value are
   * deleted.
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
   * Passes annotations on that keep the rules.
   *
   * @throws IllegalArgumentException if they do not; the message names the entry, what was given
   *     and what is allowed
   */
  static Map<String, String> checked(Map<String, String> annotations) {
    if (annotations.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "annotations has " + annotations.size() + " entries, allowed are " + MAX_ENTRIES);
    }
    annotations.forEach(Annotations::check);
    // What passed so far is ASCII, where a character is a byte.
    int bytes =
        annotations.entrySet().stream()
            .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "annotations has "
              + bytes
              + " bytes in its keys and values, allowed are "
              + MAX_BYTES
              + " in all");
    }
    return annotations;
  }

  private static void check(String key, String value) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "annotations has the key "
              + Quotes.of(key)
              + ", allowed is a letter and up to 127 of letters, digits and . _ / -");
    }
    if (key.startsWith(RESERVED)) {
      throw new IllegalArgumentException(
          "annotations has the key "
              + Quotes.of(key)
              + ", allowed are keys that do not start with "
              + RESERVED);
    }
    if (value.length() > MAX_VALUE) {
      throw new IllegalArgumentException(
          "annotations."
              + key
              + " has "
              + value.length()
              + " characters, allowed are "
              + MAX_VALUE);
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "annotations."
              + key
              + " is "
              + Quotes.of(value)
              + ", allowed are letters, digits and - . _ ~");
    }
  }
}
