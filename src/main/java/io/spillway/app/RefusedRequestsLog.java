package io.spillway.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Counts the warnings of refused requests, and logs the counts in one line at most once a minute.
 * They are those with a marker, whose name is the kind of the refusal. Thread-safe.
 */
final class RefusedRequestsLog extends TurboFilter {
  static final Duration PERIOD = Duration.ofMinutes(1);

  private static final long CHECK_SECONDS = 1;

  private final LoggerContext loggers;
  private final Clock clock;
  private final Map<String, Long> counts = new TreeMap<>();
  private Message latest = Message.NONE;
  private Instant nextLine = Instant.MIN;
  private Instant since = Instant.MIN;
  private @Nullable ScheduledFuture<?> check;

  RefusedRequestsLog(LoggerContext loggers, Clock clock) {
    this.loggers = loggers;
    this.clock = clock;
  }

  @Override
  public void start() {
    check =
        loggers
            .getScheduledExecutorService()
            .scheduleWithFixedDelay(this::logDue, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    super.start();
  }

  @Override
  public void stop() {
    if (check != null) {
      check.cancel(false);
    }
    super.stop();
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    if (marker == null || !logger.getName().startsWith("io.spillway.")) {
      return FilterReply.NEUTRAL;
    }
    // Without a format it is a question whether the level is enabled.
    if (format != null) {
      count(marker.getName(), new Message(format, arguments));
    }
    return format == null ? FilterReply.ACCEPT : FilterReply.DENY;
  }

  /** A message that is formatted if it is logged. */
  @SuppressWarnings("ArrayRecordComponent") // Not shared, and not compared.
  private record Message(String format, Object @Nullable [] arguments) {
    static final Message NONE = new Message("", null);

    String text() {
      return MessageFormatter.arrayFormat(format, arguments).getMessage();
    }
  }

  private synchronized void count(String kind, Message message) {
    if (counts.isEmpty()) {
      since = clock.instant();
    }
    counts.merge(kind, 1L, Long::sum);
    latest = message;
  }

  /** Logs what was counted, unless a line was logged less than {@link #PERIOD} ago. */
  void logDue() {
    String line;
    synchronized (this) {
      Instant now = clock.instant();
      if (counts.isEmpty() || now.isBefore(nextLine)) {
        return;
      }
      line = line(Duration.between(since, now));
      nextLine = now.plus(PERIOD);
      counts.clear();
      latest = Message.NONE;
    }
    loggers.getLogger(RefusedRequestsLog.class).warn(line);
  }

  private String line(Duration span) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    return "%d %s refused within %d s: %s; the latest: %s"
        .formatted(
            all,
            all == 1 ? "request was" : "requests were",
            Math.max(1, span.toSeconds()),
            counts.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", ")),
            latest.text());
  }
}
