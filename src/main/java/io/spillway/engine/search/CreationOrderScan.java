package io.spillway.engine.search;

import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import java.util.List;

/** Scans executions of several or all automations, newest first. */
final class CreationOrderScan implements ExecutionScan {
  private static final int CANDIDATES_PER_READ = 512;

  private final StatusReader statuses;
  private final ExecutionStore store;
  private final ExecutionQuery query;
  private Created position;

  CreationOrderScan(StatusReader statuses, ExecutionStore store, ExecutionQuery query) {
    this.statuses = statuses;
    this.store = store;
    this.query = query;
    this.position = query.before();
  }

  @Override
  public Batch next(int wanted) {
    boolean hasFilter = query.stateMask() != 0 || !query.automationIds().isEmpty();
    int limit = hasFilter ? CANDIDATES_PER_READ : wanted;
    List<Created> candidates = store.newestFirst(position, limit);
    if (candidates.isEmpty()) {
      return new Batch(List.of(), 0, true);
    }
    position = candidates.get(candidates.size() - 1);
    List<Owned> found =
        statuses.of(candidates.stream().map(Created::executionId).toList()).stream()
            .filter(owned -> query.accepts(owned.automationId(), owned.status().state()))
            .toList();
    return new Batch(found, candidates.size(), candidates.size() < limit);
  }

  @Override
  public Created position() {
    return position;
  }
}
