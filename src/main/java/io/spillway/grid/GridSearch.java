package io.spillway.grid;

import io.spillway.automation.Refusal;
import io.spillway.execution.ExecutionFact;
import io.spillway.grid.ExecutionWalk.Owned;
import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Reads executions: which ones from the store, their states from the grid, their facts from the
 * store. A page looks at a bounded number of candidates and says where the next one goes on. The
 * walks block and run on the executor given.
 */
final class GridSearch implements ExecutionSearch {
  private static final int CANDIDATES_PER_PAGE = 16_384;
  private static final int CANDIDATES_AT_ONCE = 512;

  private final Segments segments;
  private final StatusReader statuses;
  private final ExecutionStore store;
  private final ExecutorService executor;

  GridSearch(Segments segments, ExecutionStore store, ExecutorService executor) {
    this.segments = segments;
    this.statuses = new StatusReader(segments);
    this.store = store;
    this.executor = executor;
  }

  @Override
  public CompletionStage<Optional<ExecutionView>> find(long executionId) {
    return onExecutor(() -> withFacts(statuses.of(List.of(executionId))).stream().findFirst());
  }

  @Override
  public CompletionStage<ExecutionPage> page(ExecutionQuery query) {
    return onExecutor(
        () ->
            pageOf(
                query,
                query.automationIds().size() == 1
                    ? new AutomationWalk(segments, store, query)
                    : new CreationWalk(statuses, store, query)));
  }

  private <T> CompletionStage<T> onExecutor(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new Refusal(
                  Refusal.Reason.UNAVAILABLE, "too many searches are waiting, try again shortly")
              .asException());
    }
  }

  /**
   * Takes candidates from the walk until the page is full, the walk ends or the bound is reached.
   */
  private ExecutionPage pageOf(ExecutionQuery query, ExecutionWalk walk) {
    ContextFilter filter = new ContextFilter(query.text(), query.subjectUserIds());
    List<ExecutionView> page = new ArrayList<>();
    int examined = 0;
    while (examined < CANDIDATES_PER_PAGE) {
      int missing = query.limit() - page.size() + 1;
      ExecutionWalk.Stretch stretch = walk.next(filter.acceptsAll() ? missing : CANDIDATES_AT_ONCE);
      examined += Math.max(1, stretch.examined());
      for (ExecutionView view : withFacts(stretch.found())) {
        if (!filter.accepts(view.fact().context())) {
          continue;
        }
        if (page.size() == query.limit()) {
          return new ExecutionPage(page, Optional.of(placeOf(page.get(page.size() - 1))));
        }
        page.add(view);
      }
      if (stretch.last()) {
        return new ExecutionPage(page, Optional.empty());
      }
    }
    return new ExecutionPage(page, Optional.of(walk.place()));
  }

  private static Created placeOf(ExecutionView view) {
    return new Created(view.fact().createdAtMillis(), view.fact().executionId());
  }

  private List<ExecutionView> withFacts(List<Owned> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    Map<Long, ExecutionFact> facts =
        store.facts(found.stream().map(owned -> owned.status().executionId()).toList());
    List<ExecutionView> views = new ArrayList<>(found.size());
    for (Owned owned : found) {
      ExecutionFact fact = facts.get(owned.status().executionId());
      if (fact != null) {
        views.add(new ExecutionView(owned.automationId(), owned.status(), fact));
      }
    }
    return views;
  }
}
