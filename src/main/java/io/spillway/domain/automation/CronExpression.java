package io.spillway.domain.automation;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of a schedule: five fields (minute, hour, day of month, month, day of week), each a list
 * of {@code *}, {@code ?}, numbers, names and ranges, with steps; or a nickname such as {@code
 * @daily}; or {@code @every} and a duration such as {@code 1h30m}. {@code CRON_TZ=} and the name of
 * a time zone may precede it, separated by a space.
 *
 * <p>Not by a library such as cron-utils: the domain is plain Java, and only the form is checked.
 */
public final class CronExpression {
  /** For error messages. */
  public static final String ALLOWED =
      "a cron expression of five fields such as \"0 9 * * MON-FRI\", or a nickname such as @daily,"
          + " either after CRON_TZ= and a time zone such as CRON_TZ=Europe/Berlin";

  private static final List<Field> FIELDS =
      List.of(
          new Field(0, 59, List.of()),
          new Field(0, 23, List.of()),
          new Field(1, 31, List.of()),
          new Field(
              1,
              12,
              List.of(
                  "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                  "DEC")),
          // Sunday is 0 or 7.
          new Field(0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")));

  private static final Set<String> NICKNAMES =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final Pattern EVERY =
      Pattern.compile("@every ([0-9]{1,9}(\\.[0-9]{1,9})?(h|m|s|ms|us|µs|ns)){1,7}");
  private static final Pattern PART =
      Pattern.compile("(\\*|\\?|([0-9A-Z]{1,3})(-([0-9A-Z]{1,3}))?)(/([0-9]{1,3}))?");
  private static final Pattern IN_ZONE = Pattern.compile("CRON_TZ=([^ \t]+)[ \t]+(.+)");
  private static final int MAX_LENGTH = 256;

  private CronExpression() {}

  /** Whether {@code text} is a syntactically valid schedule. */
  public static boolean isWellFormed(String text) {
    if (text.length() > MAX_LENGTH) {
      return false;
    }
    Matcher inZone = IN_ZONE.matcher(text);
    if (inZone.matches()) {
      return ZoneId.getAvailableZoneIds().contains(inZone.group(1))
          && isWellFormedWithoutZone(inZone.group(2));
    }
    return isWellFormedWithoutZone(text);
  }

  private static boolean isWellFormedWithoutZone(String text) {
    if (text.startsWith("@")) {
      return NICKNAMES.contains(text) || EVERY.matcher(text).matches();
    }
    String[] fields = text.strip().split("[ \t]+", -1);
    if (fields.length != FIELDS.size()) {
      return false;
    }
    for (int i = 0; i < fields.length; i++) {
      if (!FIELDS.get(i).accepts(fields[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * One of the five fields.
   *
   * @param min smallest number
   * @param max largest number
   * @param names of the numbers from {@code min}
   */
  private record Field(int min, int max, List<String> names) {
    boolean accepts(String list) {
      for (String part : list.toUpperCase(Locale.ROOT).split(",", -1)) {
        if (!acceptsPart(PART.matcher(part))) {
          return false;
        }
      }
      return true;
    }

    private boolean acceptsPart(Matcher part) {
      if (!part.matches() || (part.group(6) != null && Integer.parseInt(part.group(6)) == 0)) {
        return false;
      }
      if (part.group(2) == null) {
        return true;
      }
      int from = valueOf(part.group(2));
      int to = part.group(4) == null ? from : valueOf(part.group(4));
      return min <= from && from <= to && to <= max;
    }

    /** The value of a number or name; −1 for anything else. */
    private int valueOf(String text) {
      if (Character.isDigit(text.charAt(0))) {
        return text.chars().allMatch(Character::isDigit) ? Integer.parseInt(text) : -1;
      }
      int index = names.indexOf(text);
      return index < 0 ? -1 : min + index;
    }
  }
}
