package io.spillway.grid;

import io.spillway.execution.ExecutionIds;
import io.spillway.execution.ExecutionStatus;
import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Walks the segments of one automation, past those that hold none of the states asked for: its cost
 * does not depend on how many other executions exist.
 */
final class AutomationWalk implements ExecutionWalk {
  private static final int SEGMENTS_AT_ONCE = 64;

  private final CurrentSegments segments;
  private final ExecutionStore store;
  private final String automationId;
  private final int stateMask;
  private final Deque<Long> ahead = new ArrayDeque<>();
  private long beforeExecution;
  private boolean listed;

  AutomationWalk(CurrentSegments segments, ExecutionStore store, ExecutionQuery query) {
    this.segments = segments;
    this.store = store;
    this.automationId = query.automationIds().iterator().next();
    this.stateMask = query.stateMask();
    this.beforeExecution = query.before().executionId();
  }

  @Override
  public Stretch next(int wanted) {
    if (ahead.isEmpty() && !listed) {
      List<Long> next =
          store.segmentsNewestFirst(automationId, firstToList(), stateMask, SEGMENTS_AT_ONCE);
      ahead.addAll(next);
      listed = next.size() < SEGMENTS_AT_ONCE;
    }
    Long segmentId = ahead.peek();
    if (segmentId == null) {
      return new Stretch(List.of(), 0, true);
    }
    List<ExecutionStatus> told =
        segments.tellNewest(segmentId, slotsBelow(segmentId), stateMask, wanted).executions();
    boolean exhausted = told.size() < wanted;
    if (exhausted) {
      ahead.remove();
      beforeExecution = ExecutionIds.of(segmentId, 0);
    } else {
      beforeExecution = told.get(told.size() - 1).executionId();
    }
    return new Stretch(
        told.stream().map(status -> new Owned(automationId, status)).toList(),
        told.size(),
        exhausted && ahead.isEmpty() && listed);
  }

  private long firstToList() {
    return beforeExecution == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : ExecutionIds.segmentOf(beforeExecution - 1) + 1;
  }

  private int slotsBelow(long segmentId) {
    return ExecutionIds.segmentOf(beforeExecution) == segmentId
        ? ExecutionIds.slotOf(beforeExecution)
        : ExecutionIds.SLOTS;
  }

  @Override
  public Created place() {
    return new Created(0, beforeExecution);
  }
}
