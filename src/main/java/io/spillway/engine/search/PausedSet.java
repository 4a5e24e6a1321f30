package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Slots;
import java.util.Map;

/**
 * A set of paused executions of one automation.
 *
 * @param bySegment their slots by segment id; segments without one are absent
 */
public record PausedSet(Map<Long, Slots> bySegment) {
  public PausedSet {
    bySegment = Map.copyOf(bySegment);
  }

  /** Number of executions. */
  public long count() {
    return bySegment.values().stream().mapToLong(Slots::count).sum();
  }

  /** The highest id of an execution, 0 if there is none. */
  public long lastExecutionId() {
    return bySegment.entrySet().stream()
        .mapToLong(segment -> ExecutionIds.of(segment.getKey(), segment.getValue().last()))
        .max()
        .orElse(0);
  }

  /** The slots of one segment. */
  public Slots in(long segmentId) {
    return bySegment.getOrDefault(segmentId, Slots.NONE);
  }
}
