package io.spillway.engine.search;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.engine.grid.Segments;
import io.spillway.engine.search.ExecutionScan.Owned;
import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import io.spillway.store.UnreadableSegmentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads executions: ids and facts from the store, states from the grid. A page is bounded in
 * candidates and in bytes, and has the position of the next one. Scans block and run on the given
 * executor.
 */
public final class GridSearch implements ExecutionSearch {
  private static final Logger LOG = LoggerFactory.getLogger(GridSearch.class);
  private static final int CANDIDATES_PER_PAGE = 16_384;
  private static final int CANDIDATES_PER_READ = 512;

  /** Contexts read at a time: each may have a mebibyte. */
  static final int FACTS_PER_READ = 16;

  /** Maximum bytes of contexts per page; a page has at least one execution. */
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

  /** Runs blocking work; fails with a refusal if the queue is full. */
  <T> CompletionStage<T> onExecutor(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new Refusal(
                  Refusal.Reason.UNAVAILABLE, "the queue of searches is full, try again shortly")
              .asException());
    }
  }

  /** Takes candidates until the page is full, the scan ends or the bound is reached. */
  ExecutionPage pageOf(int limit, FactFilter filter, ExecutionScan scan) {
    Page page = new Page(limit);
    int examined = 0;
    while (examined < CANDIDATES_PER_PAGE) {
      int missing = limit - page.views.size() + 1;
      ExecutionScan.Batch batch = scan.next(filter.acceptsAll() ? missing : CANDIDATES_PER_READ);
      examined += Math.max(1, batch.examined());
      if (!fill(page, batch.found(), filter)) {
        return new ExecutionPage(page.views, Optional.of(page.nextPosition()));
      }
      if (batch.last()) {
        return new ExecutionPage(page.views, Optional.empty());
      }
    }
    return new ExecutionPage(page.views, Optional.of(scan.position()));
  }

  /** Adds what the filter accepts to the page; returns whether all of it fitted. */
  private boolean fill(Page page, List<Owned> found, FactFilter filter) {
    for (int from = 0; from < found.size(); from += FACTS_PER_READ) {
      int to = Math.min(found.size(), from + FACTS_PER_READ);
      for (ExecutionView view : withReadableFacts(found.subList(from, to))) {
        if (accepts(filter, view) && !page.add(view)) {
          return false;
        }
      }
    }
    return true;
  }

  /** A page under construction. */
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

    /** The start of the next page. */
    Created nextPosition() {
      ExecutionView last = views.get(views.size() - 1);
      return new Created(last.fact().createdAtMillis(), last.fact().executionId());
    }
  }

  private static boolean accepts(FactFilter filter, ExecutionView view) {
    try {
      return filter.accepts(view.fact());
    } catch (UnreadableSegmentException e) {
      LOG.warn("an execution is left out of a search: {}", e.getMessage());
      return false;
    }
  }

  /** Leaves out executions whose facts cannot be read. */
  private List<ExecutionView> withReadableFacts(List<Owned> found) {
    try {
      return withFacts(found);
    } catch (UnreadableSegmentException e) {
      if (found.size() > 1) {
        return found.stream().flatMap(one -> withReadableFacts(List.of(one)).stream()).toList();
      }
      LOG.warn(
          "execution {} is left out of a search: {}",
          found.get(0).status().executionId(),
          e.getMessage());
      return List.of();
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
