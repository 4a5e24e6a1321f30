package io.spillway.api.http.route;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the header Accept (RFC 9110, 12.5.1). */
public final class AcceptHeader {
  private static final Pattern QUALITY = Pattern.compile("q=([01](?:\\.[0-9]{0,3})?)");
  private static final double UNNAMED = -1;

  private AcceptHeader() {}

  /**
   * Whether {@code lines} of the header prefer {@code type} to {@code other}: they name {@code
   * type} itself, with a quality that is neither 0 nor below that of {@code other}.
   */
  public static boolean prefers(List<String> lines, String type, String other) {
    double quality = qualityOf(lines, type);
    return quality > 0 && quality >= qualityOf(lines, other);
  }

  private static double qualityOf(List<String> lines, String type) {
    double quality = UNNAMED;
    for (String range : String.join(",", lines).toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equals(type)) {
        quality = Math.max(quality, qualityIn(parts));
      }
    }
    return quality;
  }

  private static double qualityIn(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      Matcher quality = QUALITY.matcher(parts[i].replace(" ", "").replace("\t", ""));
      if (quality.matches()) {
        return Double.parseDouble(quality.group(1));
      }
    }
    return 1;
  }
}
