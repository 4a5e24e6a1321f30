package io.spillway.api.http;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.ExecutionQuery;
import io.spillway.engine.search.ExecutionSearch;
import io.spillway.engine.search.ExecutionView;
import io.spillway.store.ExecutionStore.Created;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Executions in memory. Remembers the queries; filters by automation, state, place, and text only
 * if ids are given.
 */
final class FakeExecutions implements ExecutionSearch {
  final Map<Long, ExecutionView> executions = new ConcurrentHashMap<>();
  final List<ExecutionQuery> queries = new CopyOnWriteArrayList<>();

  void add(long id, String automationId, ExecutionState state, String context) {
    add(id, automationId, state, "ada", context);
  }

  void add(long id, String automationId, ExecutionState state, String actor, String context) {
    long created = 1_769_860_800_000L + id % 1_000_000;
    executions.put(
        id,
        new ExecutionView(
            automationId,
            new ExecutionStatus(id, state, 0, created, created + 12_045),
            new ExecutionFact(id, created, 0, 3, actor, context.getBytes(StandardCharsets.UTF_8))));
  }

  @Override
  public CompletionStage<Optional<ExecutionView>> find(long executionId) {
    return CompletableFuture.completedFuture(Optional.ofNullable(executions.get(executionId)));
  }

  @Override
  public CompletionStage<ExecutionPage> page(ExecutionQuery query) {
    queries.add(query);
    return page(executions.values(), query);
  }

  private CompletionStage<ExecutionPage> page(
      Collection<ExecutionView> among, ExecutionQuery query) {
    List<ExecutionView> found =
        among.stream()
            .filter(
                e ->
                    query.automationIds().isEmpty()
                        || query.automationIds().contains(e.automationId()))
            .filter(
                e -> query.stateMask() == 0 || (query.stateMask() & e.status().state().bit()) != 0)
            .filter(e -> e.status().createdAtMillis() < query.before().atMillis())
            .sorted(
                Comparator.comparingLong((ExecutionView e) -> e.status().createdAtMillis())
                    .reversed())
            .toList();
    List<ExecutionView> page = found.subList(0, Math.min(query.limit(), found.size()));
    return CompletableFuture.completedFuture(
        new ExecutionPage(
            page,
            page.size() == found.size()
                ? Optional.empty()
                : Optional.of(placeOf(page.get(page.size() - 1)))));
  }

  @Override
  public CompletionStage<ExecutionPage> page(Set<Long> executionIds, ExecutionQuery query) {
    return page(
        executions.values().stream()
            .filter(e -> executionIds.contains(e.status().executionId()))
            .filter(e -> textOf(e).contains(query.text().toLowerCase(Locale.ROOT)))
            .toList(),
        query);
  }

  private static String textOf(ExecutionView view) {
    return new String(view.fact().context(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
  }

  private static Created placeOf(ExecutionView view) {
    return new Created(view.status().createdAtMillis(), view.status().executionId());
  }
}
