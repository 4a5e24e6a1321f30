package io.spillway.chaos.history;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A row of the system log.
 *
 * @param event what happened, such as {@code paused_run}
 * @param automationId of the automation concerned
 * @param subject the id of the resolution or execution, empty for others
 * @param reason that was given for a resolution, else empty
 * @param counts of a resolution, else zeros
 * @param at when
 */
public record AuditRow(
    String event, String automationId, String subject, String reason, Counts counts, Instant at) {
  private static final Counts NONE = new Counts(0, 0);

  /** A row with these details. */
  public static AuditRow of(String event, String automationId, Instant at, JsonObject details) {
    String subject = details.getString("resolutionId", details.getString("executionId", ""));
    return new AuditRow(
        event,
        automationId,
        subject,
        details.getString("reason", ""),
        details.containsKey("pausedCount") ? Counts.of(details) : NONE,
        at);
  }

  public boolean isResolution() {
    return event.equals("paused_run") || event.equals("paused_cancelled");
  }

  public boolean isTermination() {
    return event.equals("execution_terminated");
  }

  public boolean isClear() {
    return event.equals("breaker_cleared");
  }
}
