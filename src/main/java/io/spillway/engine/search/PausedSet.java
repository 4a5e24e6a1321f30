package io.spillway.engine.search;

import io.spillway.domain.execution.Slots;
import java.util.Map;

/**
 * Executions of one automation that are held.
 *
 * @param bySegment where they are, by segment id; segments without one are absent
 */
public record PausedSet(Map<Long, Slots> bySegment) {
  public PausedSet {
    bySegment = Map.copyOf(bySegment);
  }

  /** How many they are. */
  public long count() {
    return bySegment.values().stream().mapToLong(Slots::count).sum();
  }

  /** Those of one segment. */
  public Slots in(long segmentId) {
    return bySegment.getOrDefault(segmentId, Slots.NONE);
  }
}
