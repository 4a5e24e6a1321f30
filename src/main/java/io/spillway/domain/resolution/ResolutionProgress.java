package io.spillway.domain.resolution;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Slots;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.LongFunction;

/**
 * A resolution in progress: which segments are still to be visited, and the sum of the replies.
 *
 * <p>Owned by one thread. Invariant: every segment is returned once by {@link #next}, and {@link
 * #isDone} is true when each of them has replied, with a success or a failure.
 */
public final class ResolutionProgress {
  /** The maximum number of failures on the audit row; the total is always exact. */
  public static final int MAX_LISTED_FAILURES = 1_000;

  private final Resolution resolution;
  private final Queue<Long> toVisit;
  private final LongFunction<Slots> slotsBySegment;
  private final List<Failure> failures = new ArrayList<>();
  private final List<FailedSegment> failedSegments = new ArrayList<>();
  private int inFlight;
  private long paused;
  private long errored;

  /**
   * @param resolution as recorded
   * @param segmentIds every segment that may have an execution to resolve; a repeated id is visited
   *     once
   */
  public ResolutionProgress(Resolution resolution, Collection<Long> segmentIds) {
    this(resolution, segmentIds, segmentId -> Slots.ALL);
  }

  /**
   * @param resolution as recorded
   * @param segmentIds every segment that may have an execution to resolve; a repeated id is visited
   *     once
   * @param slots the slots that it may resolve in a segment, by the segment's id
   */
  public ResolutionProgress(
      Resolution resolution, Collection<Long> segmentIds, LongFunction<Slots> slots) {
    this.resolution = resolution;
    this.slotsBySegment = slots;
    this.toVisit = new ArrayDeque<>(new LinkedHashSet<>(segmentIds));
  }

  /** The resolution with its counts so far. */
  public Resolution resolution() {
    return resolution.counting(new Resolution.Counts(paused, errored));
  }

  /** The next segment to visit, if one is left and fewer than {@code maxInFlight} are in flight. */
  public OptionalLong next(int maxInFlight) {
    if (inFlight >= maxInFlight) {
      return OptionalLong.empty();
    }
    Long segmentId = toVisit.poll();
    if (segmentId == null) {
      return OptionalLong.empty();
    }
    inFlight++;
    return OptionalLong.of(segmentId);
  }

  /** The slots of a segment that the resolution may move. */
  public Slots slotsOf(long segmentId) {
    return slotsBySegment.apply(segmentId);
  }

  /** A segment replies that {@code moved} executions left the paused state. */
  public void onResolved(int moved) {
    onReply();
    paused += moved;
  }

  /**
   * These executions of a segment could not be moved.
   *
   * @param executionIds ascending
   */
  public void onFailed(long segmentId, long[] executionIds, String cause) {
    onReply();
    if (executionIds.length > 0) {
      failedSegments.add(new FailedSegment(segmentId, cause, rangesOf(executionIds)));
    }
    errored += executionIds.length;
    for (int i = 0; i < executionIds.length && failures.size() < MAX_LISTED_FAILURES; i++) {
      failures.add(new Failure(executionIds[i], cause));
    }
  }

  /** A segment could not even be read; its latest summary has this many paused executions. */
  public void onUnreadable(long segmentId, int pausedInSegment, String cause) {
    onReply();
    errored += pausedInSegment;
    if (pausedInSegment > 0) {
      Slots slots = slotsOf(segmentId);
      List<Long> ranges = slots.isAll() ? List.of() : rangesOf(ExecutionIds.of(segmentId, slots));
      failedSegments.add(new FailedSegment(segmentId, cause, ranges));
    }
  }

  private static List<Long> rangesOf(long[] ids) {
    List<Long> ranges = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      if (i == 0 || ids[i] != ids[i - 1] + 1) {
        ranges.add(ids[i]);
      }
      if (i == ids.length - 1 || ids[i + 1] != ids[i] + 1) {
        ranges.add(ids[i]);
      }
    }
    return ranges;
  }

  private void onReply() {
    if (inFlight == 0) {
      throw new IllegalStateException(
          "resolution " + resolution.id() + " got a reply, but no segment is being visited");
    }
    inFlight--;
  }

  /** Whether every segment has replied. */
  public boolean isDone() {
    return inFlight == 0 && toVisit.isEmpty();
  }

  /** The first {@value #MAX_LISTED_FAILURES} failures. */
  public List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** Every segment with executions that could not be moved. */
  public List<FailedSegment> failedSegments() {
    return List.copyOf(failedSegments);
  }
}
