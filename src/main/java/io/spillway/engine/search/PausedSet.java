package io.spillway.engine.search;

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

  /** The slots of one segment. */
  public Slots in(long segmentId) {
    return bySegment.getOrDefault(segmentId, Slots.NONE);
  }
}
