package io.spillway.domain.resolution;

import java.util.List;

/**
 * A segment whose executions a resolution could not move; they stay paused.
 *
 * @param segmentId which
 * @param cause why
 * @param runs of ids of executions: first, last, first, last, and so on, ascending; empty if they
 *     could not be read
 */
public record FailedSegment(long segmentId, String cause, List<Long> runs) {
  public FailedSegment {
    runs = List.copyOf(runs);
  }
}
