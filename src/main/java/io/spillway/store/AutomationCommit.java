package io.spillway.store;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the owner of an automation makes durable in one step: all of it or nothing.
 *
 * @param next the automation afterwards; its revision is one more than the stored one must be
 * @param redefines whether the definition itself changes, else only breaker and times do
 * @param openedSegments ids of new segments of this automation
 * @param facts new executions, in segments opened before or now
 * @param resolution started or finished by this step, if one is
 * @param events audit rows
 * @param operations the commands it carries out, for those who may send one again: operation id to
 *     the execution it makes, 0 if it makes none
 * @param answered requests that came with a key, and what it makes for them
 * @param failed what the resolution that this step finishes could not move
 */
public record AutomationCommit(
    AutomationRecord next,
    boolean redefines,
    List<Long> openedSegments,
    List<ExecutionFact> facts,
    Optional<Resolution> resolution,
    List<AuditEvent> events,
    Map<Long, Long> operations,
    List<AnsweredRequest> answered,
    List<FailedSegment> failed) {
  public AutomationCommit {
    openedSegments = List.copyOf(openedSegments);
    facts = List.copyOf(facts);
    events = List.copyOf(events);
    operations = Map.copyOf(operations);
    answered = List.copyOf(answered);
    failed = List.copyOf(failed);
  }

  /** A step of which nobody asks later what it carried out. */
  public AutomationCommit(
      AutomationRecord next,
      boolean redefines,
      List<Long> openedSegments,
      List<ExecutionFact> facts,
      Optional<Resolution> resolution,
      List<AuditEvent> events) {
    this(
        next, redefines, openedSegments, facts, resolution, events, Map.of(), List.of(), List.of());
  }

  /** The same step, known as the one that carries out these commands. */
  public AutomationCommit withOperations(Map<Long, Long> carriedOut) {
    return new AutomationCommit(
        next, redefines, openedSegments, facts, resolution, events, carriedOut, answered, failed);
  }

  /** The same step, known as the one that answers these requests. */
  public AutomationCommit answering(List<AnsweredRequest> requests) {
    return new AutomationCommit(
        next, redefines, openedSegments, facts, resolution, events, operations, requests, failed);
  }

  /** The same step, known as the one that finishes a resolution which could not move these. */
  public AutomationCommit failing(List<FailedSegment> segments) {
    return new AutomationCommit(
        next, redefines, openedSegments, facts, resolution, events, operations, answered, segments);
  }

  /** A step that creates, changes or deletes the definition. */
  public static AutomationCommit redefining(
      AutomationRecord next, Optional<Resolution> resolution, List<AuditEvent> events) {
    return new AutomationCommit(next, true, List.of(), List.of(), resolution, events);
  }

  /** A step that changes the breaker, or starts or finishes a resolution. */
  public static AutomationCommit breaking(
      AutomationRecord next, Optional<Resolution> resolution, List<AuditEvent> events) {
    return new AutomationCommit(next, false, List.of(), List.of(), resolution, events);
  }

  /** A step that creates executions. */
  public static AutomationCommit admitting(
      AutomationRecord next,
      List<Long> openedSegments,
      List<ExecutionFact> facts,
      List<AuditEvent> events) {
    return new AutomationCommit(next, false, openedSegments, facts, Optional.empty(), events);
  }
}
