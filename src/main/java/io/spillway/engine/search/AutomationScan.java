package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import io.spillway.store.UnreadableSegmentException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Walks the segments of one automation, past those that hold none of the states asked for: its cost
 * does not depend on how many other executions exist.
 */
final class AutomationScan implements ExecutionScan {
  private static final int SEGMENTS_AT_ONCE = 64;

  private final CurrentSegments segments;
  private final ExecutionStore store;
  private final String automationId;
  private final int stateMask;
  private final Consumer<UnreadableSegment> onUnreadable;
  private final Deque<Long> ahead = new ArrayDeque<>();
  private long beforeExecution;
  private boolean listed;

  /** Fails at a segment that cannot be read. */
  AutomationScan(CurrentSegments segments, ExecutionStore store, ExecutionQuery query) {
    this(
        segments,
        store,
        query,
        unreadable -> {
          throw new UnreadableSegmentException(unreadable.segmentId(), unreadable.cause());
        });
  }

  /**
   * @param onUnreadable takes each segment that cannot be read, which is left out then
   */
  AutomationScan(
      CurrentSegments segments,
      ExecutionStore store,
      ExecutionQuery query,
      Consumer<UnreadableSegment> onUnreadable) {
    this.onUnreadable = onUnreadable;
    this.segments = segments;
    this.store = store;
    this.automationId = query.automationIds().iterator().next();
    this.stateMask = query.stateMask();
    this.beforeExecution = query.before().executionId();
  }

  @Override
  public Batch next(int wanted) {
    if (ahead.isEmpty() && !listed) {
      List<Long> next =
          store.segmentsNewestFirst(automationId, firstToList(), stateMask, SEGMENTS_AT_ONCE);
      ahead.addAll(next);
      listed = next.size() < SEGMENTS_AT_ONCE;
    }
    Long segmentId = ahead.peek();
    if (segmentId == null) {
      return new Batch(List.of(), 0, true);
    }
    List<ExecutionStatus> read = read(segmentId, wanted);
    boolean exhausted = read.size() < wanted;
    if (exhausted) {
      ahead.remove();
      beforeExecution = ExecutionIds.of(segmentId, 0);
    } else {
      beforeExecution = read.get(read.size() - 1).executionId();
    }
    return new Batch(
        read.stream().map(status -> new Owned(automationId, status)).toList(),
        read.size(),
        exhausted && ahead.isEmpty() && listed);
  }

  private List<ExecutionStatus> read(long segmentId, int wanted) {
    try {
      return segments.readNewest(segmentId, slotsBelow(segmentId), stateMask, wanted).executions();
    } catch (UnreadableSegmentException e) {
      onUnreadable.accept(new UnreadableSegment(segmentId, String.valueOf(e.getMessage())));
      return List.of();
    }
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
