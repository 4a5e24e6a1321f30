package io.spillway.api.http;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.ExecutionQuery;
import io.spillway.engine.search.PausedExecutions;
import io.spillway.engine.search.PausedSet;
import io.spillway.engine.search.PausedSummary;
import io.spillway.store.ExecutionStore.Created;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What {@link FakeExecutions} has that is paused. Remembers the filters, and applies none. */
final class FakePausedExecutions implements PausedExecutions {
  final List<PausedFilter> filters = new CopyOnWriteArrayList<>();
  volatile PausedSummary summary = none();
  volatile CompletableFuture<Void> beforeSummary = CompletableFuture.completedFuture(null);

  /** Whether the result of each summary is still wanted. */
  final List<BooleanSupplier> wanted = new CopyOnWriteArrayList<>();

  volatile PausedSet found = new PausedSet(Map.of());
  private final FakeExecutions executions;

  FakePausedExecutions(FakeExecutions executions) {
    this.executions = executions;
  }

  static PausedSummary none() {
    return new PausedSummary(0, Optional.empty(), Optional.empty(), 0, List.of());
  }

  @Override
  public CompletionStage<PausedSet> find(
      String automationId, PausedFilter filter, long throughExecutionId) {
    return CompletableFuture.completedFuture(found);
  }

  @Override
  public CompletionStage<PausedSummary> summarize(
      String automationId, PausedFilter filter, List<String> fields, BooleanSupplier stillWanted) {
    filters.add(filter);
    wanted.add(stillWanted);
    return beforeSummary.thenApply(now -> summary);
  }

  @Override
  public CompletionStage<ExecutionPage> page(
      String automationId, PausedFilter filter, long beforeExecutionId, int limit) {
    Created before =
        beforeExecutionId == Long.MAX_VALUE
            ? Created.LATEST
            : new Created(1_769_860_800_000L + beforeExecutionId, beforeExecutionId);
    return executions.page(
        new ExecutionQuery(
            Set.of(automationId),
            ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.bit(),
            "",
            Set.of(),
            before,
            limit));
  }
}
