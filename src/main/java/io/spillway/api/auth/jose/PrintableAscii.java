package io.spillway.api.auth.jose;

/**
 * Sanitizes text of a request for responses and logs: to the characters that RFC 6749 allows in
 * {@code error_description} (printable ASCII without quote and backslash), and to a maximum length.
 */
public final class PrintableAscii {
  private PrintableAscii() {}

  /** {@code text} cut to {@code maxLength} characters, with {@code ?} for each other character. */
  public static String of(String text, int maxLength) {
    StringBuilder plain = new StringBuilder(Math.min(text.length(), maxLength));
    for (int i = 0; i < text.length() && i < maxLength; i++) {
      char c = text.charAt(i);
      boolean allowed = c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
      plain.append(allowed ? c : '?');
    }
    return plain.toString();
  }
}
