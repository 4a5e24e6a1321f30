package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.store.ExecutionStore.Created;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Scans executions that are given by their ids, in one batch. */
final class IdScan implements ExecutionScan {
  private static final Comparator<ExecutionStatus> NEWEST_FIRST =
      Comparator.comparingLong(ExecutionStatus::createdAtMillis)
          .thenComparingLong(ExecutionStatus::executionId)
          .reversed();

  private final StatusReader statuses;
  private final Set<Long> ids;
  private final ExecutionQuery query;

  IdScan(StatusReader statuses, Set<Long> ids, ExecutionQuery query) {
    this.statuses = statuses;
    this.ids = ids;
    this.query = query;
  }

  @Override
  public Batch next(int wanted) {
    List<Owned> found =
        statuses.of(List.copyOf(ids)).stream()
            .filter(owned -> query.accepts(owned.automationId(), owned.status().state()))
            .filter(owned -> isBefore(owned.status(), query.before()))
            .sorted(Comparator.comparing(Owned::status, NEWEST_FIRST))
            .toList();
    return new Batch(found, ids.size(), true);
  }

  private static boolean isBefore(ExecutionStatus status, Created before) {
    long at = status.createdAtMillis();
    return at < before.atMillis()
        || (at == before.atMillis() && status.executionId() < before.executionId());
  }

  @Override
  public Created position() {
    return query.before();
  }
}
