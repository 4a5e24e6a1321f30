package io.spillway.engine.grid;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Segments of one automation as its triggers leave them in the store, unknown to the grid. */
final class StoredSegments {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final Store store;
  private final String automationId;
  private long revision = 1;

  /** Creates the automation too. */
  StoredSegments(Store store, String automationId) {
    this.store = store;
    this.automationId = automationId;
    commit(true, List.of(), List.of());
  }

  /** A new segment whose executions are paused by generation 1. */
  long paused(int count) {
    long segmentId = store.executions().reserveSegmentIds(0, 1);
    commit(false, List.of(segmentId), facts(segmentId, 0, count));
    return segmentId;
  }

  /** Adds executions to a segment. */
  void add(long segmentId, int firstSlot, int count) {
    commit(false, List.of(), facts(segmentId, firstSlot, count));
  }

  private static List<ExecutionFact> facts(long segmentId, int firstSlot, int count) {
    return IntStream.range(firstSlot, firstSlot + count)
        .mapToObj(
            slot ->
                new ExecutionFact(
                    ExecutionIds.of(segmentId, slot),
                    START.toEpochMilli(),
                    1,
                    1,
                    "ada",
                    "{}".getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private void commit(boolean redefines, List<Long> segments, List<ExecutionFact> facts) {
    Automation automation =
        new Automation(
            automationId,
            new Automation.Profile(automationId, "", ""),
            true,
            false,
            Automation.Document.EMPTY,
            Map.of(),
            BreakerLimit.OFF,
            RunnerSettings.EXTERNAL,
            1,
            START,
            Optional.empty());
    AutomationRecord next =
        new AutomationRecord(
            automation, BreakerState.initial(START), Optional.empty(), revision++, 1);
    BlockingWait.on(
        store
            .automations()
            .commit(
                new AutomationCommit(
                    next, redefines, segments, facts, Optional.empty(), List.of())));
  }
}
