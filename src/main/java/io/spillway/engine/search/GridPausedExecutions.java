package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.engine.grid.Segments;
import io.spillway.store.AutomationStore;
import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import io.spillway.store.Store;
import io.spillway.store.UnreadableSegmentException;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads paused executions: states from the grid, contexts from the store, segment by segment. */
public final class GridPausedExecutions implements PausedExecutions {
  /** With this limit, a scan returns exactly one segment per batch. */
  private static final int MORE_THAN_A_SEGMENT = ExecutionIds.SLOTS + 1;

  private static final int PAUSED = ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.bit();

  private static final JsonObject NO_CONTEXT = new JsonObject();

  private final GridSearch search;
  private final SearchThreads threads;
  private final Segments grid;
  private final CurrentSegments segments;
  private final ExecutionStore store;
  private final AutomationStore automations;

  public GridPausedExecutions(
      GridSearch search, SearchThreads threads, Segments segments, Store store) {
    this.search = search;
    this.threads = threads;
    this.grid = segments;
    this.store = store.executions();
    this.automations = store.automations();
    this.segments = new CurrentSegments(segments, this.store);
  }

  @Override
  public CompletionStage<PausedSet> find(
      String automationId, PausedFilter filter, long throughExecutionId) {
    return threads.decide(
        () -> {
          PausedSetBuilder found = new PausedSetBuilder();
          scan(automationId, filter, throughExecutionId, filter.readsContexts(), found, () -> true);
          return found.build();
        });
  }

  @Override
  public CompletionStage<PausedSummary> summarize(
      String automationId, PausedFilter filter, List<String> fields, BooleanSupplier wanted) {
    return threads.scan(
        () -> {
          PausedTally tally = new PausedTally(fields);
          boolean contexts = filter.readsContexts() || !fields.isEmpty();
          scan(automationId, filter, Long.MAX_VALUE, contexts, tally, wanted);
          return tally.summary();
        });
  }

  @Override
  public CompletionStage<ExecutionPage> page(
      String automationId, PausedFilter filter, long beforeExecutionId, int limit) {
    return threads.lookUp(
        () ->
            search.pageOf(
                limit,
                PausedScope.of(grid, automations, automationId, filter),
                scan(automationId, beforeExecutionId, limit, unreadable -> {})));
  }

  /** Takes executions, segment by segment. */
  interface Visitor {
    /** Takes an execution, with its context if contexts are read, otherwise with an empty one. */
    void visit(ExecutionStatus status, JsonObject context);

    /** All matching executions of a segment have been visited. */
    void onRead(long segmentId);

    /** A segment cannot be read; visits of its executions are void. */
    void onUnreadable(UnreadableSegment segment);
  }

  private void scan(
      String automationId,
      PausedFilter filter,
      long through,
      boolean contexts,
      Visitor visitor,
      BooleanSupplier wanted) {
    PausedScope scope = PausedScope.of(grid, automations, automationId, filter);
    boolean withContexts = contexts || scope.readsContexts();
    long before = through == Long.MAX_VALUE ? through : through + 1;
    ExecutionScan scan = scan(automationId, before, MORE_THAN_A_SEGMENT, visitor::onUnreadable);
    ExecutionScan.Batch batch;
    do {
      if (!wanted.getAsBoolean()) {
        throw new CancellationException("nobody waits for the result");
      }
      batch = scan.next(MORE_THAN_A_SEGMENT);
      Map<Long, ExecutionStatus> paused = new LinkedHashMap<>();
      for (ExecutionScan.Owned owned : batch.found()) {
        if (scope.accepts(owned.status())) {
          paused.put(owned.status().executionId(), owned.status());
        }
      }
      if (!paused.isEmpty()) {
        visit(paused, withContexts, scope, visitor);
      }
    } while (!batch.last());
  }

  private ExecutionScan scan(
      String automationId,
      long beforeExecutionId,
      int limit,
      Consumer<UnreadableSegment> onUnreadable) {
    return new AutomationScan(
        segments,
        store,
        new ExecutionQuery(
            Set.of(automationId), PAUSED, "", Set.of(), new Created(0, beforeExecutionId), limit),
        onUnreadable);
  }

  /** Visits executions of one segment. */
  private void visit(
      Map<Long, ExecutionStatus> paused, boolean contexts, PausedScope scope, Visitor visitor) {
    long segmentId = ExecutionIds.segmentOf(paused.keySet().iterator().next());
    try {
      if (contexts) {
        visitWithContexts(segmentId, paused, scope, visitor);
      } else {
        paused.values().forEach(status -> visitor.visit(status, NO_CONTEXT));
      }
      visitor.onRead(segmentId);
    } catch (UnreadableSegmentException e) {
      visitor.onUnreadable(new UnreadableSegment(segmentId, String.valueOf(e.getMessage())));
    }
  }

  private void visitWithContexts(
      long segmentId, Map<Long, ExecutionStatus> paused, PausedScope scope, Visitor visitor) {
    store.forEachFact(
        segmentId,
        paused::containsKey,
        fact -> {
          JsonObject context = ContextDecoder.decode(fact);
          ExecutionStatus status = paused.get(fact.executionId());
          if (status != null && scope.accepts(context)) {
            visitor.visit(status, context);
          }
        });
  }
}
