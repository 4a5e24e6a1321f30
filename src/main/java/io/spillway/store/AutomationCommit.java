package io.spillway.store;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the owner of an automation commits atomically.
 *
 * @param next the automation after the commit; the stored revision must be one less
 * @param redefines whether the definition changes, else only breaker and times
 * @param openedSegments ids of new segments of this automation
 * @param facts new executions, in segments opened before or now
 * @param resolution started or finished by this commit, if any
 * @param events audit rows
 * @param operations the commands it carries out, so that a repeated one is recognised: operation id
 *     to the execution it creates, 0 if none
 * @param answered requests with an idempotency key, and their results
 * @param failed segments that the resolution finished by this commit could not move
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

  /** A commit without operations, keyed requests and failed segments. */
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

  /** This commit, which carries out these commands. */
  public AutomationCommit withOperations(Map<Long, Long> carriedOut) {
    return new AutomationCommit(
        next, redefines, openedSegments, facts, resolution, events, carriedOut, answered, failed);
  }

  /** This commit, which answers these requests. */
  public AutomationCommit answering(List<AnsweredRequest> requests) {
    return new AutomationCommit(
        next, redefines, openedSegments, facts, resolution, events, operations, requests, failed);
  }

  /** This commit, which finishes a resolution that could not move these segments. */
  public AutomationCommit failing(List<FailedSegment> segments) {
    return new AutomationCommit(
        next, redefines, openedSegments, facts, resolution, events, operations, answered, segments);
  }

  /** A commit that creates, changes or deletes the definition. */
  public static AutomationCommit redefining(
      AutomationRecord next, Optional<Resolution> resolution, List<AuditEvent> events) {
    return new AutomationCommit(next, true, List.of(), List.of(), resolution, events);
  }

  /** A commit that changes the breaker, or starts or finishes a resolution. */
  public static AutomationCommit changingBreaker(
      AutomationRecord next, Optional<Resolution> resolution, List<AuditEvent> events) {
    return new AutomationCommit(next, false, List.of(), List.of(), resolution, events);
  }

  /** A commit that creates executions. */
  public static AutomationCommit creatingExecutions(
      AutomationRecord next,
      List<Long> openedSegments,
      List<ExecutionFact> facts,
      List<AuditEvent> events) {
    return new AutomationCommit(next, false, openedSegments, facts, Optional.empty(), events);
  }
}
