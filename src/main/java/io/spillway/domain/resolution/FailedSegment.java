package io.spillway.domain.resolution;

import java.util.List;

/**
 * A segment with executions that a resolution could not move; they stay paused.
 *
 * @param segmentId its id
 * @param cause why they could not be moved
 * @param ranges of execution ids: first, last, first, last, and so on, ascending; empty if they
 *     could not be read
 */
public record FailedSegment(long segmentId, String cause, List<Long> ranges) {
  public FailedSegment {
    ranges = List.copyOf(ranges);
  }
}
