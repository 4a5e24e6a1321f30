package io.spillway.engine.step;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with expressions in {@code {{ }}}. Braces that belong to a map or stand in a string of an
 * expression do not end it.
 *
 * @param text as it was written
 * @param parts in the order of the text
 */
record Template(String text, List<Part> parts) {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  /**
   * A part of the text.
   *
   * @param text literal, or an expression without its braces
   * @param offset where it begins in the whole text
   * @param isExpression which of both
   */
  record Part(String text, int offset, boolean isExpression) {}

  /** Whether a text has an expression, or the beginning of one. */
  static boolean isIn(String text) {
    return text.contains(OPEN);
  }

  /**
   * Splits a text.
   *
   * @throws InvalidExpressionException if an expression is not closed
   */
  static Template of(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
      if (open > at) {
        parts.add(new Part(text.substring(at, open), at, false));
      }
      int start = open + OPEN.length();
      int end = endOfExpression(text, start);
      if (end < 0) {
        throw new InvalidExpressionException(
            TextPosition.of(text, open), "{{ has no }} after it, write {{ '{{' }} for the braces");
      }
      parts.add(new Part(text.substring(start, end), start, true));
      at = end + CLOSE.length();
    }
    if (at < text.length()) {
      parts.add(new Part(text.substring(at), at, false));
    }
    return new Template(text, List.copyOf(parts));
  }

  /** Whether the text is one expression and nothing else, so that its value keeps its type. */
  boolean isOneExpression() {
    return parts.size() == 1 && parts.get(0).isExpression();
  }

  /** Where the closing braces are, or -1. */
  private static int endOfExpression(String text, int start) {
    int depth = 0;
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        at = endOfString(text, at);
      } else if (text.startsWith("//", at)) {
        at = endOfLine(text, at);
      } else if (c == '}' && depth == 0) {
        if (text.startsWith(CLOSE, at)) {
          return at;
        }
        at++;
      } else {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        at++;
      }
    }
    return -1;
  }

  /** Behind the string of CEL that begins at {@code open}; behind the text if it does not end. */
  private static int endOfString(String text, int open) {
    String quote = text.substring(open, open + 1);
    String tripled = quote.repeat(3);
    String close = text.startsWith(tripled, open) ? tripled : quote;
    int at = open + close.length();
    while (at < text.length() && !text.startsWith(close, at)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + close.length();
  }

  private static int endOfLine(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
