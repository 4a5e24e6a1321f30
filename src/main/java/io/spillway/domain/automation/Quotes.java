package io.spillway.domain.automation;

/** What was given, for a message. */
public final class Quotes {
  private static final int MAX_LENGTH = 64;

  private Quotes() {}

  /** {@code given} in quotes, cut if it is long. */
  public static String of(String given) {
    return '"' + cut(given, MAX_LENGTH) + '"';
  }

  /** {@code text}, of which no more than {@code longest} characters are kept, none by half. */
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, halves ? longest - 1 : longest) + "…";
  }
}
