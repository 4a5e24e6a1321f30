package io.spillway.http;

import io.spillway.execution.ExecutionState;
import io.spillway.grid.ExecutionPage;
import io.spillway.grid.ExecutionQuery;
import io.spillway.grid.HeldExecutions;
import io.spillway.grid.HeldSet;
import io.spillway.grid.HeldSummary;
import io.spillway.resolution.HeldFilter;
import io.spillway.store.ExecutionStore.Created;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** What {@link FakeExecutions} has that is paused. Remembers the filters, and applies none. */
final class FakeHeld implements HeldExecutions {
  final List<HeldFilter> filters = new CopyOnWriteArrayList<>();
  volatile HeldSummary summary = none();
  private final FakeExecutions executions;

  FakeHeld(FakeExecutions executions) {
    this.executions = executions;
  }

  static HeldSummary none() {
    return new HeldSummary(0, Optional.empty(), Optional.empty(), 0, List.of());
  }

  @Override
  public CompletionStage<HeldSet> find(
      String automationId, HeldFilter filter, long throughExecutionId) {
    return CompletableFuture.completedFuture(new HeldSet(Map.of()));
  }

  @Override
  public CompletionStage<HeldSummary> summarize(
      String automationId, HeldFilter filter, List<String> fields) {
    filters.add(filter);
    return CompletableFuture.completedFuture(summary);
  }

  @Override
  public CompletionStage<ExecutionPage> page(
      String automationId, HeldFilter filter, long beforeExecutionId, int limit) {
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
