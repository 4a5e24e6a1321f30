package io.spillway.domain.automation;

/** Quotes client input in messages. */
public final class Quotes {
  private static final int MAX_LENGTH = 64;

  private Quotes() {}

  /** {@code given} in quotes, truncated if it is long. */
  public static String of(String given) {
    return '"' + cut(given, MAX_LENGTH) + '"';
  }

  /** {@code text} truncated to {@code max} characters, never within a surrogate pair. */
  public static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(max - 1));
    return text.substring(0, splitsPair ? max - 1 : max) + "…";
  }
}
