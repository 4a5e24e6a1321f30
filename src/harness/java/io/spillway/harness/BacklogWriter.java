package io.spillway.harness;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.Segment;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;

/**
 * Puts backlogs into a store while no node runs: what as many triggers over HTTP would have left
 * there, in a fraction of the time. Everything goes through the store's port.
 */
public final class BacklogWriter {
  private static final int SAVES_IN_FLIGHT = 64;
  private static final int SEGMENTS_TOGETHER = 64;
  private static final String ACTOR = "backlog";

  private final Store store;

  public BacklogWriter(Store store) {
    this.store = store;
  }

  /** Creates an automation with a tripped breaker and so many paused executions. */
  public Backlog add(String automationId, int executions, byte[] context) {
    Instant now = Instant.now();
    AutomationRecord created =
        AutomationRecord.created(automation(automationId, now), BreakerState.initial(now));
    BlockingWait.on(
        store
            .automations()
            .commit(AutomationCommit.redefining(created, Optional.empty(), List.of())));
    Trip trip = new Trip(2, 1, BreakerPeriod.HOUR, now);
    BreakerState tripped = ((BreakerState.Closed) created.breaker()).trip(trip);
    long first = store.executions().reserveSegmentIds(0, Backlog.segmentsOf(executions));
    Backlog backlog = new Backlog(automationId, first, executions);
    AutomationRecord latest = created;
    for (int from = 0; from < backlog.segments(); from += SEGMENTS_TOGETHER) {
      int to = Math.min(from + SEGMENTS_TOGETHER, backlog.segments());
      latest = latest.next(tripped, now);
      BlockingWait.on(
          store
              .automations()
              .commit(
                  AutomationCommit.creatingExecutions(
                      latest,
                      LongStream.range(first + from, first + to).boxed().toList(),
                      facts(backlog, from, to, tripped.generation(), context, now),
                      List.of())));
    }
    save(backlog, tripped.generation(), now);
    return backlog;
  }

  /** The facts of the segments {@code from … to − 1}. */
  private static List<ExecutionFact> facts(
      Backlog backlog, int from, int to, int generation, byte[] context, Instant now) {
    List<ExecutionFact> facts = new ArrayList<>();
    for (int segment = from; segment < to; segment++) {
      for (int slot = 0; slot < backlog.countIn(segment); slot++) {
        facts.add(
            new ExecutionFact(
                backlog.executionId(segment, slot),
                now.toEpochMilli(),
                generation,
                1,
                ACTOR,
                context));
      }
    }
    return facts;
  }

  /** Only full segments are stored; the state of others follows from their facts. */
  private void save(Backlog backlog, int generation, Instant now) {
    Deque<CompletionStage<Void>> inFlight = new ArrayDeque<>();
    for (int index = 0; index < backlog.segments(); index++) {
      Segment segment =
          Segment.empty(backlog.firstSegment() + index, backlog.automationId())
              .append(
                  new AppendBatch(0, 0, backlog.countIn(index), generation, now.toEpochMilli()));
      if (segment.needsSaving()) {
        inFlight.add(store.executions().save(segment));
      }
      if (inFlight.size() == SAVES_IN_FLIGHT) {
        BlockingWait.on(inFlight.remove());
      }
    }
    inFlight.forEach(BlockingWait::on);
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
        RunnerSettings.EXTERNAL,
        1,
        now,
        Optional.empty());
  }
}
