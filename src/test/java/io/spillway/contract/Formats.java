package io.spillway.contract;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The formats that values may be asked to have. */
final class Formats {
  private static final Pattern TIMESTAMP =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");
  private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]*:\\S+");
  private static final Pattern DURATION = Pattern.compile("-?[0-9]+(\\.[0-9]{1,9})?s");

  private static final Map<String, Predicate<Object>> KNOWN =
      Map.of(
          "date-time", Formats::isTimestamp,
          "int64", Formats::isInt64,
          "int32", value -> isWithin(value, Integer.MIN_VALUE, Integer.MAX_VALUE),
          "uint32", value -> isWithin(value, 0, 4_294_967_295L),
          "uri", value -> URI.matcher(value.toString()).matches(),
          "duration", value -> DURATION.matcher(value.toString()).matches(),
          "password", value -> true);

  private Formats() {}

  static boolean has(String format, Object value) {
    Predicate<Object> check = KNOWN.get(format);
    if (check == null) {
      throw new IllegalArgumentException("the format " + format + " is not checked by Formats");
    }
    return check.test(value);
  }

  private static boolean isTimestamp(Object value) {
    try {
      return TIMESTAMP.matcher(value.toString()).matches()
          && Instant.parse(value.toString()).isAfter(Instant.EPOCH.minusSeconds(1));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isInt64(Object value) {
    return value instanceof String text
        ? INTEGER.matcher(text).matches()
            && isWithin(new BigDecimal(text), Long.MIN_VALUE, Long.MAX_VALUE)
        : isWithin(value, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static boolean isWithin(Object value, long least, long most) {
    return value instanceof BigDecimal number
        && number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0;
  }
}
