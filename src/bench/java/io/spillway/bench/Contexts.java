package io.spillway.bench;

import java.nio.charset.StandardCharsets;

/** Contexts of triggers: an event of an HR system, filled up to a size. */
final class Contexts {
  private static final String START =
      "{\"event\":\"user.transferred\",\"user_id\":\"u-0455\",\"department\":\"Customer Success\","
          + "\"manager_id\":\"u-2019\",\"notes\":[\"";
  private static final String END = "\"]}";

  /** The larger one is made of many strings, as real payloads are. */
  private static final int MAX_NOTE = 60;

  private Contexts() {}

  /** A JSON object of exactly so many bytes, or of the fewest that are possible. */
  static String ofBytes(int bytes) {
    StringBuilder text = new StringBuilder(START);
    int note = 0;
    while (text.length() < bytes - END.length()) {
      if (note == MAX_NOTE && text.length() < bytes - END.length() - 3) {
        text.append("\",\"");
        note = 0;
      } else {
        text.append((char) ('a' + text.length() % 26));
        note++;
      }
    }
    return text.append(END).toString();
  }

  static byte[] utf8(int bytes) {
    return ofBytes(bytes).getBytes(StandardCharsets.UTF_8);
  }
}
