package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.grid.Segments;
import io.spillway.store.AutomationStore;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * A {@link PausedFilter} together with what it retries.
 *
 * <p>What a resolution could not move is recorded by execution, but for segments that could not be
 * read. Of those, a retry takes what that resolution had selected in them: so its own filter is
 * applied again, and that of the resolution that it retried.
 */
final class PausedScope implements FactFilter {
  private final LongPredicate ids;
  private final List<PausedFilter> filters;
  private final List<PausedFactFilter> facts;

  private PausedScope(LongPredicate ids, List<PausedFilter> filters) {
    this.ids = ids;
    this.filters = filters;
    this.facts = filters.stream().map(PausedFactFilter::new).toList();
  }

  /** Reads what is retried, if anything is. Blocks. */
  static PausedScope of(
      Segments segments, AutomationStore automations, String automationId, PausedFilter filter) {
    List<PausedFilter> filters = new ArrayList<>(List.of(filter));
    LongPredicate ids = executionId -> true;
    Optional<String> retryOf = filter.retryOf();
    while (retryOf.isPresent()) {
      RetryScope retried = new RetryScope(segments, automations, automationId, retryOf.get());
      Optional<Selection> selection = retried.selection();
      long through = selection.map(Selection::throughExecutionId).orElse(Long.MAX_VALUE);
      ids = ids.and(retried).and(executionId -> executionId <= through);
      selection.map(Selection::filter).ifPresent(filters::add);
      retryOf = selection.flatMap(selected -> selected.filter().retryOf());
    }
    return new PausedScope(ids, filters);
  }

  boolean readsContexts() {
    return filters.stream().anyMatch(PausedFilter::readsContexts);
  }

  /** Whether it may accept an execution, judged without its context. */
  boolean accepts(ExecutionStatus status) {
    return ids.test(status.executionId())
        && filters.stream().allMatch(filter -> filter.acceptsCreatedAt(status.createdAtMillis()));
  }

  /** Whether it accepts the context of an execution. */
  boolean accepts(JsonObject context) {
    return facts.stream().allMatch(filter -> filter.accepts(context));
  }

  @Override
  public boolean acceptsAll() {
    return facts.stream().allMatch(FactFilter::acceptsAll);
  }

  @Override
  public boolean accepts(ExecutionFact fact) {
    return ids.test(fact.executionId()) && facts.stream().allMatch(filter -> filter.accepts(fact));
  }
}
