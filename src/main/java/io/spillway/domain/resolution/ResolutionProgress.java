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
 * A resolution under way: which segments are still to be visited, and what those visited reported.
 *
 * <p>Owned by one thread. Invariant: every segment is handed out once, and the run {@link #isOver}
 * when each of them has reported, with a success or a failure.
 */
public final class ResolutionProgress {
  /** At most so many failures are listed on the audit row; the total is always exact. */
  public static final int LISTED_FAILURES = 1_000;

  private final Resolution resolution;
  private final Queue<Long> toVisit;
  private final LongFunction<Slots> slots;
  private final List<Failure> failures = new ArrayList<>();
  private final List<FailedSegment> failedSegments = new ArrayList<>();
  private int inFlight;
  private long paused;
  private long errored;

  /**
   * @param resolution as recorded
   * @param segmentIds every segment that may hold an execution it is to resolve; a repeated id is
   *     visited once
   */
  public ResolutionProgress(Resolution resolution, Collection<Long> segmentIds) {
    this(resolution, segmentIds, segmentId -> Slots.ALL);
  }

  /**
   * @param resolution as recorded
   * @param segmentIds every segment that may hold an execution it is to resolve; a repeated id is
   *     visited once
   * @param slots of a segment that it may resolve, by the segment's id
   */
  public ResolutionProgress(
      Resolution resolution, Collection<Long> segmentIds, LongFunction<Slots> slots) {
    this.resolution = resolution;
    this.slots = slots;
    this.toVisit = new ArrayDeque<>(new LinkedHashSet<>(segmentIds));
  }

  /** The resolution, counting what was reported up to now. */
  public Resolution resolution() {
    return resolution.counting(new Resolution.Counts(paused, errored));
  }

  /** The next segment to visit, if one is left and fewer than {@code maxInFlight} are under way. */
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
    return slots.apply(segmentId);
  }

  /** A segment reports that {@code moved} executions left the paused state. */
  public void onResolved(int moved) {
    land();
    paused += moved;
  }

  /**
   * A segment reports that these executions could not be moved.
   *
   * @param executionIds ascending
   */
  public void onFailed(long segmentId, long[] executionIds, String cause) {
    land();
    if (executionIds.length > 0) {
      failedSegments.add(new FailedSegment(segmentId, cause, runsOf(executionIds)));
    }
    errored += executionIds.length;
    for (int i = 0; i < executionIds.length && failures.size() < LISTED_FAILURES; i++) {
      failures.add(new Failure(executionIds[i], cause));
    }
  }

  /** A segment could not even be read; as far as is known it holds this many executions. */
  public void onUnreadable(long segmentId, int held, String cause) {
    land();
    errored += held;
    if (held > 0) {
      Slots concerned = slotsOf(segmentId);
      List<Long> runs =
          concerned.isAll() ? List.of() : runsOf(ExecutionIds.of(segmentId, concerned));
      failedSegments.add(new FailedSegment(segmentId, cause, runs));
    }
  }

  private static List<Long> runsOf(long[] ids) {
    List<Long> runs = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      if (i == 0 || ids[i] != ids[i - 1] + 1) {
        runs.add(ids[i]);
      }
      if (i == ids.length - 1 || ids[i + 1] != ids[i] + 1) {
        runs.add(ids[i]);
      }
    }
    return runs;
  }

  private void land() {
    if (inFlight == 0) {
      throw new IllegalStateException(
          "resolution " + resolution.id() + " got a report, but no segment is being visited");
    }
    inFlight--;
  }

  /** Whether every segment has reported. */
  public boolean isOver() {
    return inFlight == 0 && toVisit.isEmpty();
  }

  /** The first {@value #LISTED_FAILURES} failures. */
  public List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** Every segment with executions that could not be moved. */
  public List<FailedSegment> failedSegments() {
    return List.copyOf(failedSegments);
  }
}
