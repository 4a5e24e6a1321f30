package io.spillway.engine.actor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.MessageFormatter;

/**
 * Warnings of a node that come again and again, such as twice a second for each unfinished
 * resolution while the database is away. Of each kind it logs the first at once, and then at most
 * one a minute, with a count of those in between. Thread-safe.
 */
public final class RepeatedWarnings {
  static final Duration PERIOD = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(RepeatedWarnings.class);

  private final Clock clock;
  private final Map<String, Kind> kinds = new HashMap<>();

  /** When one of a kind was logged, and how many came since. */
  private record Kind(Instant loggedAt, long since) {}

  public RepeatedWarnings(Clock clock) {
    this.clock = clock;
  }

  /**
   * Logs a warning, or counts it.
   *
   * @param format with {@code {}} for each argument; what has the same format is of one kind
   */
  void warn(String format, Object... arguments) {
    long counted = countOrTake(format);
    if (counted >= 0) {
      LOG.warn(
          "{}{}",
          MessageFormatter.basicArrayFormat(format, arguments),
          counted == 0 ? "" : " (" + counted + " more of these since the last such line)");
    }
  }

  /** How many were counted since one was logged, if one is to be logged now; else -1. */
  private synchronized long countOrTake(String format) {
    Instant now = clock.instant();
    @Nullable Kind before = kinds.get(format);
    if (before != null && now.isBefore(before.loggedAt.plus(PERIOD))) {
      kinds.put(format, new Kind(before.loggedAt, before.since + 1));
      return -1;
    }
    kinds.put(format, new Kind(now, 0));
    return before == null ? 0 : before.since;
  }
}
