package io.spillway.engine.search;

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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads executions: ids and facts from the store, states from the grid. A page is bounded in
 * candidates and in bytes, and has the position of the next one. Scans block and run on threads of
 * their own.
 */
public final class GridSearch implements ExecutionSearch {
  private static final Logger LOG = LoggerFactory.getLogger(GridSearch.class);
  private static final int CANDIDATES_PER_PAGE = 16_384;
  private static final int CANDIDATES_PER_READ = 512;

  /** Contexts read at a time, while they are small: each may have a mebibyte. */
  static final int FACTS_PER_READ = 16;

  /** Contexts read at a time at the beginning, and after large ones. */
  private static final int FACTS_PER_CAUTIOUS_READ = 2;

  /** Bytes of contexts in one read that are large. */
  private static final long LARGE_READ = 256 << 10;

  /** Maximum bytes of contexts per page; a page has at least one execution. */
  static final long MAX_PAGE_BYTES = 2L << 20;

  private final CurrentSegments segments;
  private final StatusReader statuses;
  private final ExecutionStore store;
  private final SearchThreads threads;

  public GridSearch(Segments segments, ExecutionStore store, SearchThreads threads) {
    this.segments = new CurrentSegments(segments, store);
    this.statuses = new StatusReader(this.segments);
    this.store = store;
    this.threads = threads;
  }

  @Override
  public CompletionStage<Optional<ExecutionView>> find(long executionId) {
    return threads.lookUp(() -> withFacts(statuses.of(List.of(executionId))).stream().findFirst());
  }

  @Override
  public CompletionStage<ExecutionPage> page(ExecutionQuery query) {
    Supplier<ExecutionPage> page =
        () ->
            pageOf(
                query.limit(),
                query.contexts(),
                query.automationIds().size() == 1
                    ? new AutomationScan(segments, store, query)
                    : new CreationOrderScan(statuses, store, query));
    return query.isScan() ? threads.scan(page) : threads.lookUp(page);
  }

  @Override
  public CompletionStage<ExecutionPage> page(Set<Long> executionIds, ExecutionQuery query) {
    return threads.lookUp(
        () -> pageOf(query.limit(), query.contexts(), new IdScan(statuses, executionIds, query)));
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
    int from = 0;
    while (from < found.size()) {
      int to = Math.min(found.size(), from + page.readSize);
      List<ExecutionView> read = withReadableFacts(found.subList(from, to));
      for (ExecutionView view : read) {
        if (accepts(filter, view) && !page.add(view)) {
          return false;
        }
      }
      page.onRead(read);
      from = to;
    }
    return true;
  }

  /** A page under construction. */
  private static final class Page {
    final List<ExecutionView> views = new ArrayList<>();
    private final int limit;
    private long bytes;
    private int readSize = FACTS_PER_CAUTIOUS_READ;

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

    /** Reads more at a time as long as contexts are small. */
    void onRead(List<ExecutionView> read) {
      long size = read.stream().mapToLong(view -> view.fact().context().length).sum();
      readSize =
          size > LARGE_READ ? FACTS_PER_CAUTIOUS_READ : Math.min(FACTS_PER_READ, 2 * readSize);
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
