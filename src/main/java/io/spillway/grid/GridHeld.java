package io.spillway.grid;

import io.spillway.execution.ExecutionIds;
import io.spillway.execution.ExecutionState;
import io.spillway.execution.ExecutionStatus;
import io.spillway.execution.Slots;
import io.spillway.resolution.HeldFilter;
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
final class GridHeld implements HeldExecutions {
  /** Asked for so many, a walk takes a segment in one stretch and each in one of its own. */
  private static final int MORE_THAN_A_SEGMENT = ExecutionIds.SLOTS + 1;

  private static final int HELD = ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.bit();

  private static final JsonObject NO_CONTEXT = new JsonObject();

  private final GridSearch search;
  private final CurrentSegments segments;
  private final ExecutionStore store;

  /** The search gives it its threads. */
  GridHeld(GridSearch search, Segments segments, ExecutionStore store) {
    this.search = search;
    this.segments = new CurrentSegments(segments, store);
    this.store = store;
  }

  @Override
  public CompletionStage<HeldSet> find(
      String automationId, HeldFilter filter, long throughExecutionId) {
    return search.onExecutor(
        () -> {
          Map<Long, List<Integer>> found = new HashMap<>();
          walk(
              automationId,
              filter,
              throughExecutionId,
              filter.asksForContexts(),
              (status, context) ->
                  found
                      .computeIfAbsent(
                          ExecutionIds.segmentOf(status.executionId()),
                          segmentId -> new ArrayList<>())
                      .add(ExecutionIds.slotOf(status.executionId())));
          Map<Long, Slots> slots = new HashMap<>();
          found.forEach((segmentId, some) -> slots.put(segmentId, Slots.of(some)));
          return new HeldSet(slots);
        });
  }

  @Override
  public CompletionStage<HeldSummary> summarize(
      String automationId, HeldFilter filter, List<String> fields) {
    return search.onExecutor(
        () -> {
          HeldCount count = new HeldCount(fields);
          boolean contexts = filter.asksForContexts() || !fields.isEmpty();
          walk(automationId, filter, Long.MAX_VALUE, contexts, count);
          return count.summary();
        });
  }

  @Override
  public CompletionStage<ExecutionPage> page(
      String automationId, HeldFilter filter, long beforeExecutionId, int limit) {
    return search.onExecutor(
        () ->
            search.pageOf(
                limit, new HeldFacts(filter), walk(automationId, beforeExecutionId, limit)));
  }

  /** Takes an execution, with its context if contexts were asked for, else with an empty one. */
  @FunctionalInterface
  interface Visitor {
    void visit(ExecutionStatus status, JsonObject context);
  }

  private void walk(
      String automationId, HeldFilter filter, long through, boolean contexts, Visitor visitor) {
    HeldFacts facts = new HeldFacts(filter);
    long before = through == Long.MAX_VALUE ? through : through + 1;
    ExecutionWalk segmentBySegment = walk(automationId, before, MORE_THAN_A_SEGMENT);
    ExecutionWalk.Stretch stretch;
    do {
      stretch = segmentBySegment.next(MORE_THAN_A_SEGMENT);
      Map<Long, ExecutionStatus> held = new LinkedHashMap<>();
      for (ExecutionWalk.Owned owned : stretch.found()) {
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

  private ExecutionWalk walk(String automationId, long beforeExecutionId, int limit) {
    return new AutomationWalk(
        segments,
        store,
        new ExecutionQuery(
            Set.of(automationId), HELD, "", Set.of(), new Created(0, beforeExecutionId), limit));
  }

  /** Of executions of one segment. */
  private void visitWithContexts(
      Map<Long, ExecutionStatus> held, HeldFacts facts, Visitor visitor) {
    if (held.isEmpty()) {
      return;
    }
    store.eachFact(
        ExecutionIds.segmentOf(held.keySet().iterator().next()),
        held::containsKey,
        fact -> {
          JsonObject context = HeldFacts.contextOf(fact);
          ExecutionStatus status = held.get(fact.executionId());
          if (status != null && facts.accepts(context)) {
            visitor.visit(status, context);
          }
        });
  }
}
