package io.spillway.domain.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The state of up to 1,024 executions of one automation, in primitive arrays.
 *
 * <p>Immutable. Every operation answers a new segment and leaves this one as it was; unchanged
 * arrays are shared between the two. {@code version} counts the changes that must reach the store:
 * an append does not raise it, since the facts of the executions already tell what an append would,
 * until the segment is full; then it is stored once as a whole.
 *
 * <p>The segment remembers the latest resolution and the latest operation applied to it, so that a
 * repeated request changes nothing and is answered as it was the first time. Which resolution moved
 * which execution it remembers for good.
 */
public final class Segment {

  private final long segmentId;
  private final String automationId;
  private final SegmentRevision revision;
  private final SegmentColumns columns;
  private final LastApplied last;
  private final ResolvedSlots resolved;
  private final int paused;

  Segment(
      long segmentId,
      String automationId,
      SegmentRevision revision,
      SegmentColumns columns,
      LastApplied last,
      ResolvedSlots resolved) {
    this.segmentId = segmentId;
    this.automationId = Objects.requireNonNull(automationId, "automationId");
    this.revision = revision;
    this.columns = columns;
    this.last = last;
    this.resolved = resolved;
    this.paused = countPaused(columns.states());
  }

  /** A segment without executions, at version 0. */
  public static Segment empty(long segmentId, String automationId) {
    return new Segment(
        segmentId,
        automationId,
        new SegmentRevision(0, false, 0),
        SegmentColumns.NONE,
        LastApplied.NOTHING,
        ResolvedSlots.NONE);
  }

  public long segmentId() {
    return segmentId;
  }

  public String automationId() {
    return automationId;
  }

  /** How many changes of this segment had to reach the store. */
  public long version() {
    return revision.version();
  }

  /**
   * Whether this segment is the result of a change that must reach the store. The result of an
   * append that did not fill it is not, whatever it was appended to: that was stored before.
   */
  public boolean needsSaving() {
    return revision.needsSaving();
  }

  /** This segment as read back from the store. */
  public Segment saved() {
    return new Segment(segmentId, automationId, revision.saved(), columns, last, resolved);
  }

  /** Slots in use; slots {@code 0 … count − 1} hold executions. */
  public int count() {
    return columns.states().length;
  }

  /** Executions that are PAUSED_BY_CIRCUIT_BREAKER. */
  public int paused() {
    return paused;
  }

  LastApplied last() {
    return last;
  }

  ResolvedSlots resolved() {
    return resolved;
  }

  SegmentColumns columns() {
    return columns;
  }

  SegmentRevision revision() {
    return revision;
  }

  /** What a caller may know without the arrays. */
  public SegmentSummary summary() {
    int mask = 0;
    for (byte state : columns.states()) {
      mask |= 1 << state;
    }
    return new SegmentSummary(segmentId, version(), count(), paused, mask);
  }

  /** The execution in {@code slot}, which must be in use. */
  public ExecutionStatus status(int slot) {
    return new ExecutionStatus(
        ExecutionIds.of(segmentId, slot),
        ExecutionState.ofCode(columns.states()[Objects.checkIndex(slot, count())]),
        columns.generations()[slot],
        columns.createdAt()[slot],
        columns.updatedAt()[slot]);
  }

  /**
   * Executions newest first.
   *
   * @param beforeSlot only slots below this one
   * @param stateMask only states in this bit mask; 0 means any
   * @param limit at most so many
   */
  public List<ExecutionStatus> newestFirst(int beforeSlot, int stateMask, int limit) {
    List<ExecutionStatus> found = new ArrayList<>();
    for (int slot = Math.min(beforeSlot, count()) - 1; slot >= 0 && found.size() < limit; slot--) {
      if (stateMask == 0 || (stateMask & (1 << columns.states()[slot])) != 0) {
        found.add(status(slot));
      }
    }
    return found;
  }

  /**
   * The executions that a resolution moved, whatever became of them since, as runs of slots: first,
   * last, first, last, and so on.
   */
  public int[] resolvedBy(String resolutionId) {
    return resolved.of(resolutionId);
  }

  /**
   * The executions that a resolution would have moved here had it not failed, as runs of slots:
   * held by a generation up to its own, and not gone by the time it finished.
   *
   * @param startedAtMillis when the resolution started
   * @param finishedAtMillis when it finished
   */
  public int[] leftHeld(int throughGeneration, long startedAtMillis, long finishedAtMillis) {
    return resolved.leftHeld(columns, throughGeneration, startedAtMillis, finishedAtMillis);
  }

  /** Ids of the executions that a trip of a generation up to {@code throughGeneration} holds. */
  public long[] pausedThrough(int throughGeneration) {
    long[] ids = new long[paused];
    int found = 0;
    for (int slot = 0; slot < count(); slot++) {
      if (isHeld(slot, throughGeneration)) {
        ids[found++] = ExecutionIds.of(segmentId, slot);
      }
    }
    return Arrays.copyOf(ids, found);
  }

  /**
   * This segment with {@code arrivals} in it. Those already there are left alone, so appending
   * twice is appending once. A full segment that the store does not know as such is to be saved.
   *
   * @throws IllegalStateException if slots would be skipped
   */
  public Segment append(AppendBatch arrivals) {
    Segment next = restore(arrivals);
    boolean seals =
        next.count() == ExecutionIds.SLOTS && revision.savedSlots() < ExecutionIds.SLOTS;
    return seals
        ? new Segment(
            segmentId,
            automationId,
            revision.next(ExecutionIds.SLOTS),
            next.columns,
            last,
            resolved)
        : next;
  }

  /**
   * This segment, just read back, with arrivals that the store knew by their facts only. Nothing is
   * to be saved by that.
   *
   * @throws IllegalStateException if slots would be skipped
   */
  public Segment restore(AppendBatch arrivals) {
    int start = count();
    int end = arrivals.endSlot();
    if (arrivals.firstSlot() > start) {
      throw new IllegalStateException(
          "segment " + segmentId + " ends at " + start + ", arrivals at " + arrivals.firstSlot());
    }
    if (end <= start) {
      return this;
    }
    int firstPaused = Math.max(start, arrivals.firstSlot() + arrivals.admitted());
    SegmentColumns grown = columns.grownTo(end);
    Arrays.fill(grown.states(), start, end, ExecutionState.PENDING.code());
    Arrays.fill(grown.states(), firstPaused, end, ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.code());
    Arrays.fill(grown.generations(), firstPaused, end, arrivals.generation());
    Arrays.fill(grown.createdAt(), start, end, arrivals.atMillis());
    Arrays.fill(grown.updatedAt(), start, end, arrivals.atMillis());
    return new Segment(segmentId, automationId, revision.saved(), grown, last, resolved);
  }

  /** A segment and how many executions the resolution moved in it. */
  public record Resolved(Segment segment, int moved) {}

  /** Resolves in all slots, see {@link #resolve(String, int, Slots, ExecutionState, long)}. */
  public Resolved resolve(
      String resolutionId, int throughGeneration, ExecutionState to, long atMillis) {
    return resolve(resolutionId, throughGeneration, Slots.ALL, to, atMillis);
  }

  /**
   * Moves every execution in these slots that is held by a generation up to {@code
   * throughGeneration} to {@code to}. Asked again by the same resolution, it changes nothing and
   * answers the same count.
   *
   * @param resolutionId not empty
   * @param to PENDING or TERMINATE
   */
  public Resolved resolve(
      String resolutionId, int throughGeneration, Slots among, ExecutionState to, long atMillis) {
    if (!ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.canBecome(to)) {
      throw new IllegalArgumentException("paused executions do not become " + to);
    }
    if (resolutionId.isEmpty()) {
      throw new IllegalArgumentException("resolutionId is empty, which stands for no resolution");
    }
    if (last.resolutionId().equals(resolutionId)) {
      return new Resolved(this, last.resolved());
    }
    byte[] states = columns.states().clone();
    long[] updatedAt = columns.updatedAt().clone();
    SlotRanges runs = new SlotRanges(count());
    int moved = 0;
    boolean any = among.isAll();
    for (int slot = 0; slot < count(); slot++) {
      if (isHeld(slot, throughGeneration) && (any || among.contains(slot))) {
        states[slot] = to.code();
        updatedAt[slot] = Math.max(atMillis, columns.createdAt()[slot]);
        runs.add(slot);
        moved++;
      }
    }
    if (moved == 0) {
      return new Resolved(this, 0);
    }
    Segment next =
        new Segment(
            segmentId,
            automationId,
            revision.next(count()),
            columns.with(states, updatedAt),
            new LastApplied(resolutionId, moved, last.operationId(), last.outcomes()),
            resolved.with(new ResolvedSlots.Entry(resolutionId, atMillis, runs.toArray())));
    return new Resolved(next, moved);
  }

  /** A segment and what became of each move, in the order asked. */
  public record Transitioned(Segment segment, List<Transition.Result> outcomes) {
    public Transitioned {
      outcomes = List.copyOf(outcomes);
    }
  }

  /**
   * Carries out the legal moves. Asked again with the same operation id, it changes nothing and
   * answers the same outcomes; if the first request moved nothing, it is tried again, which is as
   * good as not having been tried.
   */
  public Transitioned move(Transition transition) {
    if (last.operationId() == transition.operationId()) {
      return new Transitioned(this, last.outcomes());
    }
    byte[] states = columns.states().clone();
    long[] updatedAt = columns.updatedAt().clone();
    List<Transition.Result> outcomes = new ArrayList<>(transition.moves().size());
    boolean changed = false;
    for (Transition.Move move : transition.moves()) {
      Transition.Result outcome = outcomeOf(move, states);
      if (outcome == Transition.Result.MOVED) {
        states[move.slot()] = move.to().code();
        updatedAt[move.slot()] = Math.max(transition.atMillis(), updatedAt[move.slot()]);
        changed = true;
      }
      outcomes.add(outcome);
    }
    if (!changed) {
      return new Transitioned(this, outcomes);
    }
    Segment next =
        new Segment(
            segmentId,
            automationId,
            revision.next(count()),
            columns.with(states, updatedAt),
            new LastApplied(
                last.resolutionId(), last.resolved(), transition.operationId(), outcomes),
            resolved);
    return new Transitioned(next, outcomes);
  }

  private Transition.Result outcomeOf(Transition.Move move, byte[] now) {
    if (move.slot() < 0 || move.slot() >= count()) {
      return Transition.Result.UNKNOWN;
    }
    ExecutionState from = ExecutionState.ofCode(now[move.slot()]);
    if (from == move.to()) {
      return Transition.Result.ALREADY_THERE;
    }
    return from.canBecome(move.to()) ? Transition.Result.MOVED : Transition.Result.REFUSED;
  }

  private boolean isHeld(int slot, int throughGeneration) {
    return columns.states()[slot] == ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.code()
        && columns.generations()[slot] <= throughGeneration;
  }

  private static int countPaused(byte[] states) {
    int paused = 0;
    for (byte state : states) {
      if (state == ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.code()) {
        paused++;
      }
    }
    return paused;
  }
}
