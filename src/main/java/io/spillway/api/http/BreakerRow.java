package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.http.json.JsonText;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.store.AutomationRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The breaker of an automation in a list.
 *
 * @param record the automation, possibly without its document
 * @param windowCount admissions in the window; empty if not known
 * @param pausedCount paused executions; empty if not known
 */
record BreakerRow(AutomationRecord record, OptionalLong windowCount, OptionalLong pausedCount) {
  private static final long MILLION = 1_000_000;
  private static final long MAX_NEARNESS = 9 * MILLION;
  private static final long MAX_MILLIS = 999_999_999_999_999L;

  /**
   * A row of which the counts are known to be zero, unless the automation must be asked: one that
   * never tripped has no paused execution, and one that was not executed within its window has
   * admitted none.
   */
  static BreakerRow unasked(AutomationRecord record, Clock clock) {
    return new BreakerRow(
        record,
        isQuiet(record, clock) ? OptionalLong.of(0) : OptionalLong.empty(),
        record.breaker().generation() == 0 ? OptionalLong.of(0) : OptionalLong.empty());
  }

  private static boolean isQuiet(AutomationRecord record, Clock clock) {
    if (record.automation().limit().isOff()) {
      return true;
    }
    Instant start = clock.instant().minus(record.automation().limit().period().length());
    Instant counts =
        start.isAfter(record.breaker().windowStartedAt())
            ? start
            : record.breaker().windowStartedAt();
    return record.lastExecutedAt().map(at -> at.isBefore(counts)).orElse(true);
  }

  /** Whether only the automation itself knows its counts. */
  boolean mustBeAsked() {
    return windowCount.isEmpty() || pausedCount.isEmpty();
  }

  boolean isTripped() {
    return record.breaker() instanceof BreakerState.Tripped;
  }

  /**
   * Where this row is in the list: the most paused executions first, then the nearest to the limit,
   * then the one executed last. As a text; the row with the smaller one is first.
   */
  String position() {
    return String.format(
        Locale.ROOT,
        "%019d %07d %015d %s",
        Long.MAX_VALUE - pausedCount.orElse(0),
        MAX_NEARNESS - nearness(),
        MAX_MILLIS - lastActive().toEpochMilli(),
        record.automation().id());
  }

  /**
   * Millionths of the limit, from one million on; above all others if tripped, 0 without a limit.
   */
  private long nearness() {
    if (isTripped()) {
      return MAX_NEARNESS;
    }
    long max = record.automation().limit().max();
    return max == 0 ? 0 : MILLION + Math.min(windowCount.orElse(0), max) * MILLION / max;
  }

  private Instant lastActive() {
    return record.lastExecutedAt().orElse(record.automation().createdAt());
  }

  /** Its members in the format of the API. */
  void write(JsonGenerator out) throws IOException {
    Automation automation = record.automation();
    out.writeStringField("automationId", automation.id());
    out.writeStringField("displayName", automation.profile().displayName());
    out.writeStringField("description", automation.profile().description());
    out.writeBooleanField("enabled", automation.enabled());
    out.writeBooleanField("isDraft", automation.draft());
    out.writeNumberField("circuitBreakerMax", automation.limit().max());
    out.writeStringField(
        "circuitBreakerPeriod", AutomationJson.PERIODS.nameOf(automation.limit().period()));
    out.writeBooleanField("tripped", isTripped());
    AutomationJson.writeTrip(out, record.breaker());
    if (windowCount.isPresent()) {
      out.writeNumberField("windowCount", windowCount.getAsLong());
    }
    if (pausedCount.isPresent()) {
      out.writeNumberField("pausedCount", pausedCount.getAsLong());
    }
    JsonText.timestamp(out, "createdAt", automation.createdAt());
    if (record.lastExecutedAt().isPresent()) {
      JsonText.timestamp(out, "lastExecutedAt", record.lastExecutedAt().get());
    }
  }
}
