package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration in a request of a worker: a number with up to nine decimals and {@code s}, {@code m}
 * or {@code h}.
 *
 * @param min the shortest that is allowed
 * @param max the longest that is allowed
 * @param allowed both, for messages
 */
record JobDurations(Duration min, Duration max, String allowed) {
  static final JobDurations LEASE =
      new JobDurations(
          Duration.ofSeconds(5), Duration.ofHours(24), "from 5s to 24h, such as \"90s\" or \"5m\"");
  static final JobDurations WAIT =
      new JobDurations(Duration.ZERO, Duration.ofSeconds(55), "from 0s to 55s, such as \"30s\"");
  static final JobDurations RETRY_AFTER =
      new JobDurations(Duration.ZERO, Duration.ofHours(24), "from 0s to 24h, such as \"90s\"");

  private static final Pattern FORM = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,9})?)([smh])");
  private static final Map<String, Duration> UNITS =
      Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  /**
   * A field; empty if it is absent.
   *
   * @throws io.spillway.domain.automation.RefusedException if it is no duration or not allowed
   */
  Optional<Duration> optional(Fields fields, String name) {
    String given = fields.text(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        parse(given)
            .filter(time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0)
            .orElseThrow(
                () -> Refusals.mustBe(fields.pathOf(name), Refusals.quote(given), allowed)));
  }

  /** A field that must be given. */
  Duration required(Fields fields, String name) {
    return optional(fields, name)
        .orElseThrow(
            () -> Refusals.invalid(fields.pathOf(name) + " is missing, must be " + allowed));
  }

  private static Optional<Duration> parse(String given) {
    Matcher parts = FORM.matcher(given);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Duration unit = UNITS.getOrDefault(parts.group(2), Duration.ZERO);
    return Optional.of(
        Duration.ofNanos(
            new BigDecimal(parts.group(1))
                .multiply(BigDecimal.valueOf(unit.toNanos()))
                .longValue()));
  }
}
