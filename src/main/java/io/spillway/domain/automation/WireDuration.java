package io.spillway.domain.automation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of a length of time on the wire: seconds with up to nine decimals and an s. */
public final class WireDuration {
  /** For messages. */
  public static final String ALLOWED =
      "seconds with up to nine decimals such as \"12.345s\", from 0s to 315576000000s";

  /** About 10,000 years, the largest that the wire format has. */
  private static final long MAX_SECONDS = 315_576_000_000L;

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(\\.[0-9]{1,9})?s");

  private WireDuration() {}

  /** Whether {@code text} is a length of time that can be waited for. */
  public static boolean isWellFormed(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches() && Long.parseLong(parts.group(1)) <= MAX_SECONDS;
  }
}
