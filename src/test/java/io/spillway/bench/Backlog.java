package io.spillway.bench;

import io.spillway.automation.Automation;
import io.spillway.breaker.BreakerLimit;
import io.spillway.breaker.BreakerPeriod;
import io.spillway.breaker.BreakerState;
import io.spillway.breaker.Trip;
import io.spillway.execution.Arrivals;
import io.spillway.execution.ExecutionFact;
import io.spillway.execution.ExecutionIds;
import io.spillway.execution.Segment;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.Store;
import io.spillway.store.Waiting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Executions of one automation that its breaker holds, put into the store by its port while no node
 * runs: what as many triggers over HTTP would have left there, in a fraction of the time.
 *
 * @param automationId whose
 * @param firstSegment the first of its consecutive segments
 * @param executions how many
 */
record Backlog(String automationId, long firstSegment, int executions) {
  private static final int COMMITS_IN_FLIGHT = 32;

  /** Creates an automation with a tripped breaker and so many paused executions. */
  static Backlog fill(Store store, String automationId, int executions, byte[] context) {
    Instant now = Instant.now();
    AutomationRecord created =
        new AutomationRecord(
            automation(automationId, now), BreakerState.initial(now), Optional.empty(), 1);
    Waiting.on(
        store
            .automations()
            .commit(AutomationCommit.redefining(created, Optional.empty(), List.of())));
    Trip trip = new Trip(2, 1, BreakerPeriod.HOUR, now);
    BreakerState tripped = ((BreakerState.Closed) created.breaker()).trip(trip);
    int segments = (executions + ExecutionIds.SLOTS - 1) / ExecutionIds.SLOTS;
    Backlog backlog =
        new Backlog(automationId, store.executions().takeSegmentIds(0, segments), executions);
    AutomationRecord record = created;
    Deque<CompletionStage<Void>> inFlight = new ArrayDeque<>();
    for (int index = 0; index < segments; index++) {
      record = record.next(tripped, now);
      inFlight.add(backlog.write(store, record, index, context));
      while (inFlight.size() >= COMMITS_IN_FLIGHT) {
        Waiting.on(inFlight.remove());
      }
    }
    inFlight.forEach(Waiting::on);
    return backlog;
  }

  private CompletionStage<Void> write(
      Store store, AutomationRecord record, int index, byte[] context) {
    long segmentId = firstSegment + index;
    int count = Math.min(ExecutionIds.SLOTS, executions - index * ExecutionIds.SLOTS);
    long at = record.lastExecutedAt().orElseThrow().toEpochMilli();
    List<ExecutionFact> facts = new ArrayList<>(count);
    for (int slot = 0; slot < count; slot++) {
      facts.add(
          new ExecutionFact(
              ExecutionIds.of(segmentId, slot), at, record.breaker().generation(), 1, context));
    }
    CompletionStage<Void> written =
        store
            .automations()
            .commit(AutomationCommit.admitting(record, List.of(segmentId), facts, List.of()));
    Segment segment =
        Segment.empty(segmentId, automationId)
            .append(new Arrivals(0, 0, count, record.breaker().generation(), at));
    return segment.needsSaving() ? store.executions().save(segment) : written;
  }

  private static Automation automation(String id, Instant now) {
    return new Automation(
        id,
        new Automation.Profile(id, "", ""),
        true,
        false,
        Automation.Document.EMPTY,
        Map.of(),
        new BreakerLimit(1, BreakerPeriod.HOUR),
        1,
        now,
        Optional.empty());
  }

  /** The id of an execution of its. */
  long executionId(int segment, int slot) {
    return ExecutionIds.of(firstSegment + segment, slot);
  }

  int segments() {
    return (executions + ExecutionIds.SLOTS - 1) / ExecutionIds.SLOTS;
  }

  /**
   * Has the node read every segment, so that they are in its memory as they are after the triggers.
   */
  void touch(NodeClient node) {
    node.breaker(automationId);
    for (int index = 0; index < segments(); index++) {
      node.get("/api/v1/automation_executions/" + executionId(index, 0));
    }
  }
}
