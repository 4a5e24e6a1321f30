package io.spillway.engine.search;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.engine.grid.Segments;
import io.spillway.engine.search.ExecutionScan.Owned;
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
 * store. A page looks at a bounded number of candidates, holds a bounded number of bytes, and says
 * where the next one goes on. The walks block and run on the executor given.
 */
public final class GridSearch implements ExecutionSearch {
  private static final int CANDIDATES_PER_PAGE = 16_384;
  private static final int CANDIDATES_AT_ONCE = 512;

  /** Contexts in memory while a search looks at them: each may have a mebibyte. */
  static final int FACTS_AT_ONCE = 16;

  /** Contexts on one page, in bytes; a page has one execution at least. */
  static final long MAX_PAGE_BYTES = 8L << 20;

  private final CurrentSegments segments;
  private final StatusReader statuses;
  private final ExecutionStore store;
  private final ExecutorService executor;

  public GridSearch(Segments segments, ExecutionStore store, ExecutorService executor) {
    this.segments = new CurrentSegments(segments, store);
    this.statuses = new StatusReader(this.segments);
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
                query.limit(),
                query.contexts(),
                query.automationIds().size() == 1
                    ? new AutomationScan(segments, store, query)
                    : new CreationOrderScan(statuses, store, query)));
  }

  /** Does work that blocks; fails with a refusal if too much of it waits. */
  <T> CompletionStage<T> onExecutor(Supplier<T> work) {
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
  ExecutionPage pageOf(int limit, FactFilter filter, ExecutionScan walk) {
    Page page = new Page(limit);
    int examined = 0;
    while (examined < CANDIDATES_PER_PAGE) {
      int missing = limit - page.views.size() + 1;
      ExecutionScan.Batch stretch = walk.next(filter.acceptsAll() ? missing : CANDIDATES_AT_ONCE);
      examined += Math.max(1, stretch.examined());
      if (!fill(page, stretch.found(), filter)) {
        return new ExecutionPage(page.views, Optional.of(page.lastPlace()));
      }
      if (stretch.last()) {
        return new ExecutionPage(page.views, Optional.empty());
      }
    }
    return new ExecutionPage(page.views, Optional.of(walk.place()));
  }

  /** Puts what the filter accepts on the page; answers whether there was room for all of it. */
  private boolean fill(Page page, List<Owned> found, FactFilter filter) {
    for (int from = 0; from < found.size(); from += FACTS_AT_ONCE) {
      int to = Math.min(found.size(), from + FACTS_AT_ONCE);
      for (ExecutionView view : withFacts(found.subList(from, to))) {
        if (filter.accepts(view.fact()) && !page.add(view)) {
          return false;
        }
      }
    }
    return true;
  }

  /** A page in the making. */
  private static final class Page {
    final List<ExecutionView> views = new ArrayList<>();
    private final int limit;
    private long bytes;

    Page(int limit) {
      this.limit = limit;
    }

    /** Adds an execution, unless the page is full. */
    boolean add(ExecutionView view) {
      int more = view.fact().context().length;
      if (views.size() == limit || (!views.isEmpty() && bytes + more > MAX_PAGE_BYTES)) {
        return false;
      }
      bytes += more;
      return views.add(view);
    }

    /** Where a page begins that follows this one. */
    Created lastPlace() {
      ExecutionView last = views.get(views.size() - 1);
      return new Created(last.fact().createdAtMillis(), last.fact().executionId());
    }
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
