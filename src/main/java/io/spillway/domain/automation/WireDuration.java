package io.spillway.domain.automation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of a duration in the API: seconds with up to nine decimals and an s. */
public final class WireDuration {
  /** For error messages. */
  public static final String ALLOWED =
      "seconds with up to nine decimals such as \"12.345s\", from 0s to 315576000000s";

  /** About 10,000 years, the maximum of the format. */
  private static final long MAX_SECONDS = 315_576_000_000L;

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(\\.[0-9]{1,9})?s");

  private WireDuration() {}

  /** Whether {@code text} is a valid duration. */
  public static boolean isWellFormed(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches() && Long.parseLong(parts.group(1)) <= MAX_SECONDS;
  }

  /** The duration; empty if {@code text} is none. */
  public static Optional<Duration> parse(String text) {
    if (!isWellFormed(text)) {
      return Optional.empty();
    }
    BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
    return Optional.of(
        Duration.ofSeconds(
            seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue()));
  }
}
