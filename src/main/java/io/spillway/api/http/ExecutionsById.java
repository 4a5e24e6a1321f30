package io.spillway.api.http;

import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.ExecutionQuery;
import io.spillway.engine.search.ExecutionSearch;
import io.spillway.engine.search.ExecutionView;
import io.spillway.store.ExecutionStore.Created;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Searches executions by id. */
final class ExecutionsById {
  private static final Comparator<ExecutionView> NEWEST_FIRST =
      Comparator.comparingLong((ExecutionView view) -> view.status().createdAtMillis())
          .thenComparingLong(view -> view.status().executionId())
          .reversed();

  private final ExecutionSearch executions;
  private final Set<Long> ids;

  ExecutionsById(ExecutionSearch executions, Set<Long> ids) {
    this.executions = executions;
    this.ids = ids;
  }

  /** The executions with these ids that match {@code query}. */
  Future<ExecutionPage> page(Vertx vertx, ExecutionQuery query) {
    Context context = vertx.getOrCreateContext();
    return Future.all(
            ids.stream()
                .map(id -> Future.fromCompletionStage(executions.find(id), context))
                .toList())
        .map(all -> page(all.<Optional<ExecutionView>>list(), query));
  }

  private static ExecutionPage page(List<Optional<ExecutionView>> found, ExecutionQuery query) {
    List<ExecutionView> matching =
        found.stream()
            .flatMap(Optional::stream)
            .filter(view -> query.accepts(view) && isBefore(view, query.before()))
            .sorted(NEWEST_FIRST)
            .toList();
    if (matching.size() <= query.limit()) {
      return new ExecutionPage(matching, Optional.empty());
    }
    ExecutionView last = matching.get(query.limit() - 1);
    return new ExecutionPage(
        matching.subList(0, query.limit()),
        Optional.of(new Created(last.status().createdAtMillis(), last.status().executionId())));
  }

  private static boolean isBefore(ExecutionView view, Created before) {
    long at = view.status().createdAtMillis();
    return at < before.atMillis()
        || (at == before.atMillis() && view.status().executionId() < before.executionId());
  }
}
