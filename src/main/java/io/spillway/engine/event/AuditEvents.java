package io.spillway.engine.event;

import com.github.f4b6a3.ksuid.KsuidCreator;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.AuditEvent.Kind;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Failure;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.ResolutionProgress;
import io.spillway.store.SelectionJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Creates the events of the system log for changes of automations. */
public final class AuditEvents {
  private AuditEvents() {}

  public static AuditEvent created(
      String automationId, String displayName, String actor, Instant at) {
    return event(
        Kind.AUTOMATION_CREATED,
        automationId,
        actor,
        at,
        "was created",
        Map.of("displayName", displayName));
  }

  /**
   * An automation was updated.
   *
   * @param displayName after the update
   * @param changes a map for each field that changed, with {@code field}, {@code from} and {@code
   *     to}
   */
  public static AuditEvent updated(
      String automationId,
      String displayName,
      List<Map<String, Object>> changes,
      String actor,
      Instant at) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("displayName", displayName);
    details.put("changes", changes);
    return event(Kind.AUTOMATION_UPDATED, automationId, actor, at, "was updated", details);
  }

  public static AuditEvent deleted(
      String automationId, String displayName, String actor, Instant at) {
    return event(
        Kind.AUTOMATION_DELETED,
        automationId,
        actor,
        at,
        "was deleted",
        Map.of("displayName", displayName));
  }

  public static AuditEvent cleared(String automationId, String actor, Instant at) {
    return cleared(automationId, actor, at, Map.of());
  }

  /**
   * A trip was cleared by a call of its own.
   *
   * @param reason may be empty
   */
  public static AuditEvent cleared(String automationId, String actor, String reason, Instant at) {
    return cleared(automationId, actor, at, reason.isEmpty() ? Map.of() : Map.of("reason", reason));
  }

  /** A trip was cleared by a call that also started this resolution. */
  public static AuditEvent clearedBy(Resolution resolution) {
    return cleared(
        resolution.automationId(),
        resolution.order().actor(),
        resolution.startedAt(),
        Map.of("reason", resolution.order().reason(), "resolutionId", resolution.id()));
  }

  private static AuditEvent cleared(
      String automationId, String actor, Instant at, Map<String, Object> details) {
    return event(
        Kind.BREAKER_CLEARED, automationId, actor, at, "had its circuit breaker cleared", details);
  }

  private static AuditEvent event(
      Kind kind,
      String automationId,
      String actor,
      Instant at,
      String change,
      Map<String, Object> details) {
    return new AuditEvent(
        uid(), kind, at, actor, automationId, "automation " + automationId + " " + change, details);
  }

  /**
   * A breaker tripped.
   *
   * @param triggeredBy the client whose trigger tripped it
   */
  public static AuditEvent tripped(
      String automationId, Trip trip, int generation, String triggeredBy) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("observedCount", trip.observedCount());
    details.put("threshold", trip.threshold());
    details.put("period", WireEnums.nameOf(trip.period()));
    details.put("generation", (long) generation);
    details.put("triggeredBy", triggeredBy);
    return new AuditEvent(
        uid(),
        Kind.BREAKER_TRIPPED,
        trip.trippedAt(),
        "system",
        automationId,
        "the circuit breaker of automation "
            + automationId
            + " tripped: more than "
            + trip.threshold()
            + " executions within the trailing "
            + trip.period().name().toLowerCase(Locale.ROOT),
        details);
  }

  /** The uid is derived from the execution, so a repeated termination adds no second event. */
  public static AuditEvent terminated(
      String automationId, long executionId, String actor, Instant at) {
    return new AuditEvent(
        "terminate-" + executionId,
        Kind.EXECUTION_TERMINATED,
        at,
        actor,
        automationId,
        "execution " + executionId + " was terminated",
        Map.of("executionId", Long.toString(executionId)));
  }

  /** An execution in ERROR is to be tried again. */
  public static AuditEvent retried(
      String automationId, long executionId, String actor, Instant at) {
    return new AuditEvent(
        uid(),
        Kind.EXECUTION_RETRIED,
        at,
        actor,
        automationId,
        "execution " + executionId + " was retried",
        Map.of("executionId", Long.toString(executionId)));
  }

  /**
   * The uid is derived from the resolution, so a repeated write adds no second event.
   *
   * @param failures executions that it could not move
   * @param failedSegments segments with such executions; of those that could not be read, the event
   *     has the range of their ids
   */
  public static AuditEvent resolved(
      Resolution resolution, List<Failure> failures, List<FailedSegment> failedSegments) {
    boolean run = resolution.order().decision() == Decision.RUN;
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("resolutionId", resolution.id());
    details.put("reason", resolution.order().reason());
    details.put("pausedCount", resolution.counts().paused());
    details.put("erroredCount", resolution.counts().errored());
    details.put("resetBreaker", resolution.order().resetBreaker());
    resolution.retryOf().ifPresent(id -> details.put("retryOf", id));
    details.put("startedAt", resolution.startedAt().toString());
    details.put("finishedAt", resolution.finishedAt().orElseThrow().toString());
    resolution
        .order()
        .selection()
        .ifPresent(selection -> details.put("selection", SelectionJson.of(selection).getMap()));
    details.put(
        "failures",
        failures.stream()
            .map(
                failure ->
                    Map.of(
                        "executionId",
                        Long.toString(failure.executionId()),
                        "cause",
                        failure.cause()))
            .toList());
    List<Map<String, String>> unreadable =
        failedSegments.stream()
            .filter(failed -> failed.ranges().isEmpty())
            .limit(ResolutionProgress.MAX_LISTED_FAILURES)
            .map(AuditEvents::rangeOf)
            .toList();
    if (!unreadable.isEmpty()) {
      details.put("unreadable", unreadable);
    }
    details.put("failuresTotal", resolution.counts().errored());
    return new AuditEvent(
        "resolution-" + resolution.id(),
        run ? Kind.PAUSED_RUN : Kind.PAUSED_CANCELLED,
        resolution.finishedAt().orElseThrow(),
        resolution.order().actor(),
        resolution.automationId(),
        resolution.counts().paused()
            + " paused executions of automation "
            + resolution.automationId()
            + (run ? " were released" : " were cancelled"),
        details);
  }

  private static Map<String, String> rangeOf(FailedSegment failed) {
    return Map.of(
        "firstExecutionId",
        Long.toString(ExecutionIds.firstOf(failed.segmentId())),
        "lastExecutionId",
        Long.toString(ExecutionIds.lastOf(failed.segmentId())),
        "cause",
        failed.cause());
  }

  private static String uid() {
    return KsuidCreator.getKsuid().toString();
  }
}
