package io.spillway.engine.search;

import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import java.util.List;

/** Walks executions of several or all automations in the order of their creation. */
final class CreationOrderScan implements ExecutionScan {
  private static final int CANDIDATES_AT_ONCE = 512;

  private final StatusReader statuses;
  private final ExecutionStore store;
  private final ExecutionQuery query;
  private Created place;

  CreationOrderScan(StatusReader statuses, ExecutionStore store, ExecutionQuery query) {
    this.statuses = statuses;
    this.store = store;
    this.query = query;
    this.place = query.before();
  }

  @Override
  public Batch next(int wanted) {
    boolean filters = query.stateMask() != 0 || !query.automationIds().isEmpty();
    int limit = filters ? CANDIDATES_AT_ONCE : wanted;
    List<Created> candidates = store.newestFirst(place, limit);
    if (candidates.isEmpty()) {
      return new Batch(List.of(), 0, true);
    }
    place = candidates.get(candidates.size() - 1);
    List<Owned> found =
        statuses.of(candidates.stream().map(Created::executionId).toList()).stream()
            .filter(owned -> query.accepts(owned.automationId(), owned.status().state()))
            .toList();
    return new Batch(found, candidates.size(), candidates.size() < limit);
  }

  @Override
  public Created place() {
    return place;
  }
}
