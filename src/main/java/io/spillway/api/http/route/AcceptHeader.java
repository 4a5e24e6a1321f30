package io.spillway.api.http.route;

import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the header Accept (RFC 9110, 12.5.1). */
public final class AcceptHeader {
  private static final Pattern ZERO_QUALITY = Pattern.compile("q=0(\\.0{0,3})?");

  private AcceptHeader() {}

  /** Whether {@code header} names {@code type} itself, and does not exclude it by {@code q=0}. */
  public static boolean names(String header, String type) {
    for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equals(type)) {
        for (int i = 1; i < parts.length; i++) {
          if (ZERO_QUALITY.matcher(parts[i].replace(" ", "")).matches()) {
            return false;
          }
        }
        return true;
      }
    }
    return false;
  }
}
