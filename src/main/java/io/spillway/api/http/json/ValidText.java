package io.spillway.api.http.json;

import io.spillway.domain.automation.RefusedException;

/** Text that every store and every encoder takes: without NUL, and valid as Unicode. */
public final class ValidText {
  private ValidText() {}

  /**
   * The text, if it is well-formed.
   *
   * @param field what to call it in the refusal
   * @throws RefusedException if it is not
   */
  public static String require(String field, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw Refusals.invalid(field + " holds a NUL (U+0000), allowed is text without");
      }
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i)) {
          throw Refusals.invalid(
              field + " holds half a surrogate pair, allowed is valid Unicode text");
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
