package io.spillway.domain.resolution;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a finished resolution did with each execution that was paused when it started, segment by
 * segment.
 *
 * <p>A segment keeps which of its executions a resolution moved; the result of a resolution has
 * those that it could not move. If both have an execution, the segment is right: it was moved and
 * its reply was lost.
 */
public final class Manifest {
  private static final byte FAILED = 1;
  private static final byte MOVED = 2;

  private Manifest() {}

  /** What became of an execution. */
  public enum Outcome {
    RUN,
    CANCELLED,
    FAILED
  }

  /**
   * One execution.
   *
   * @param executionId its id
   * @param outcome what became of it
   * @param cause why it could not be moved; empty if it was
   */
  public record Line(long executionId, Outcome outcome, String cause) {}

  /**
   * The executions of one segment, in the order of their ids.
   *
   * @param resolution a finished one
   * @param segment of its automation, as it is now
   * @param failed what the resolution could not move in the segment, if anything
   */
  public static List<Line> of(
      Resolution resolution, Segment segment, Optional<FailedSegment> failed) {
    byte[] marks = new byte[segment.count()];
    failed.ifPresent(of -> mark(marks, slotsOf(resolution, segment, of), FAILED));
    mark(marks, segment.resolvedBy(resolution.id()), MOVED);
    Outcome moved = resolution.order().decision() == Decision.RUN ? Outcome.RUN : Outcome.CANCELLED;
    String cause = failed.map(FailedSegment::cause).orElse("");
    List<Line> lines = new ArrayList<>();
    for (int slot = 0; slot < marks.length; slot++) {
      long id = ExecutionIds.of(segment.segmentId(), slot);
      if (marks[slot] == MOVED) {
        lines.add(new Line(id, moved, ""));
      } else if (marks[slot] == FAILED) {
        lines.add(new Line(id, Outcome.FAILED, cause));
      }
    }
    return lines;
  }

  private static int[] slotsOf(Resolution resolution, Segment segment, FailedSegment failed) {
    return failed.ranges().isEmpty()
        ? segment.leftPaused(
            resolution.throughGeneration(),
            resolution.startedAt().toEpochMilli(),
            resolution.finishedAt().orElseThrow().toEpochMilli())
        : failed.ranges().stream().mapToInt(ExecutionIds::slotOf).toArray();
  }

  private static void mark(byte[] marks, int[] ranges, byte mark) {
    for (int i = 0; i < ranges.length; i += 2) {
      Arrays.fill(marks, ranges[i], ranges[i + 1] + 1, mark);
    }
  }
}
