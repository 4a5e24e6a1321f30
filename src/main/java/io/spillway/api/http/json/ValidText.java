package io.spillway.api.http.json;

import io.spillway.domain.automation.RefusedException;

/** Checks for text that every store and encoder accepts: valid Unicode without NUL. */
public final class ValidText {
  /** For messages, after what contains it. */
  static final String UNPAIRED_SURROGATE =
      " contains an unpaired surrogate, must be valid Unicode text";

  private ValidText() {}

  /**
   * The text, if it is valid.
   *
   * @param field its name in the refusal
   * @throws RefusedException if it is not valid
   */
  public static String require(String field, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw Refusals.invalid(field + " contains NUL (U+0000), must be text without NUL");
      }
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i)) {
          throw Refusals.invalid(field + UNPAIRED_SURROGATE);
        }
        i++;
      }
    }
    return text;
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
