package io.spillway.automation;

/** What was given, for a message. */
public final class Quotes {
  private static final int LONGEST = 64;

  private Quotes() {}

  /** {@code given} in quotes, cut if it is long. */
  public static String of(String given) {
    return given.length() <= LONGEST
        ? '"' + given + '"'
        : '"' + given.substring(0, LONGEST) + "…\"";
  }
}
