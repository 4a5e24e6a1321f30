package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.engine.grid.Segments;
import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Reads what is held: the states from the grid, the contexts from the store, segment by segment.
 */
public final class GridPausedExecutions implements PausedExecutions {
  /** Asked for so many, a walk takes a segment in one stretch and each in one of its own. */
  private static final int MORE_THAN_A_SEGMENT = ExecutionIds.SLOTS + 1;

  private static final int HELD = ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.bit();

  private static final JsonObject NO_CONTEXT = new JsonObject();

  private final GridSearch search;
  private final CurrentSegments segments;
  private final ExecutionStore store;

  /** The search gives it its threads. */
  public GridPausedExecutions(GridSearch search, Segments segments, ExecutionStore store) {
    this.search = search;
    this.segments = new CurrentSegments(segments, store);
    this.store = store;
  }

  @Override
  public CompletionStage<PausedSet> find(
      String automationId, PausedFilter filter, long throughExecutionId) {
    return search.onExecutor(
        () -> {
          Map<Long, List<Integer>> found = new HashMap<>();
          walk(
              automationId,
              filter,
              throughExecutionId,
              filter.readsContexts(),
              (status, context) ->
                  found
                      .computeIfAbsent(
                          ExecutionIds.segmentOf(status.executionId()),
                          segmentId -> new ArrayList<>())
                      .add(ExecutionIds.slotOf(status.executionId())));
          Map<Long, Slots> slots = new HashMap<>();
          found.forEach((segmentId, some) -> slots.put(segmentId, Slots.of(some)));
          return new PausedSet(slots);
        });
  }

  @Override
  public CompletionStage<PausedSummary> summarize(
      String automationId, PausedFilter filter, List<String> fields) {
    return search.onExecutor(
        () -> {
          PausedTally count = new PausedTally(fields);
          boolean contexts = filter.readsContexts() || !fields.isEmpty();
          walk(automationId, filter, Long.MAX_VALUE, contexts, count);
          return count.summary();
        });
  }

  @Override
  public CompletionStage<ExecutionPage> page(
      String automationId, PausedFilter filter, long beforeExecutionId, int limit) {
    return search.onExecutor(
        () ->
            search.pageOf(
                limit, new PausedFacts(filter), walk(automationId, beforeExecutionId, limit)));
  }

  /** Takes an execution, with its context if contexts were asked for, else with an empty one. */
  @FunctionalInterface
  interface Visitor {
    void visit(ExecutionStatus status, JsonObject context);
  }

  private void walk(
      String automationId, PausedFilter filter, long through, boolean contexts, Visitor visitor) {
    PausedFacts facts = new PausedFacts(filter);
    long before = through == Long.MAX_VALUE ? through : through + 1;
    ExecutionScan segmentBySegment = walk(automationId, before, MORE_THAN_A_SEGMENT);
    ExecutionScan.Batch stretch;
    do {
      stretch = segmentBySegment.next(MORE_THAN_A_SEGMENT);
      Map<Long, ExecutionStatus> held = new LinkedHashMap<>();
      for (ExecutionScan.Owned owned : stretch.found()) {
        if (filter.acceptsCreatedAt(owned.status().createdAtMillis())) {
          held.put(owned.status().executionId(), owned.status());
        }
      }
      if (contexts) {
        visitWithContexts(held, facts, visitor);
      } else {
        held.values().forEach(status -> visitor.visit(status, NO_CONTEXT));
      }
    } while (!stretch.last());
  }

  private ExecutionScan walk(String automationId, long beforeExecutionId, int limit) {
    return new AutomationScan(
        segments,
        store,
        new ExecutionQuery(
            Set.of(automationId), HELD, "", Set.of(), new Created(0, beforeExecutionId), limit));
  }

  /** Of executions of one segment. */
  private void visitWithContexts(
      Map<Long, ExecutionStatus> held, PausedFacts facts, Visitor visitor) {
    if (held.isEmpty()) {
      return;
    }
    store.eachFact(
        ExecutionIds.segmentOf(held.keySet().iterator().next()),
        held::containsKey,
        fact -> {
          JsonObject context = PausedFacts.contextOf(fact);
          ExecutionStatus status = held.get(fact.executionId());
          if (status != null && facts.accepts(context)) {
            visitor.visit(status, context);
          }
        });
  }
}
