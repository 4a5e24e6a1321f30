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
 * Scans the segments of one automation that contain the requested states: the cost does not depend
 * on the number of other executions.
 */
final class AutomationScan implements ExecutionScan {
  private static final int SEGMENTS_PER_READ = 64;

  private final CurrentSegments segments;
  private final ExecutionStore store;
  private final String automationId;
  private final int stateMask;
  private final Consumer<UnreadableSegment> onUnreadable;
  private final Deque<Long> segmentQueue = new ArrayDeque<>();
  private long beforeExecution;
  private boolean allListed;

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
  public Batch next(int limit) {
    if (segmentQueue.isEmpty() && !allListed) {
      List<Long> next =
          store.segmentsNewestFirst(
              automationId, firstSegmentToList(), stateMask, SEGMENTS_PER_READ);
      segmentQueue.addAll(next);
      allListed = next.size() < SEGMENTS_PER_READ;
    }
    Long segmentId = segmentQueue.peek();
    if (segmentId == null) {
      return new Batch(List.of(), 0, true);
    }
    List<ExecutionStatus> read = read(segmentId, limit);
    boolean exhausted = read.size() < limit;
    if (exhausted) {
      segmentQueue.remove();
      beforeExecution = ExecutionIds.of(segmentId, 0);
    } else {
      beforeExecution = read.get(read.size() - 1).executionId();
    }
    return new Batch(
        read.stream().map(status -> new Owned(automationId, status)).toList(),
        read.size(),
        exhausted && segmentQueue.isEmpty() && allListed);
  }

  private List<ExecutionStatus> read(long segmentId, int limit) {
    try {
      return segments.readNewest(segmentId, slotsBelow(segmentId), stateMask, limit).executions();
    } catch (UnreadableSegmentException e) {
      onUnreadable.accept(new UnreadableSegment(segmentId, String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  private long firstSegmentToList() {
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
  public Created position() {
    return new Created(0, beforeExecution);
  }
}
