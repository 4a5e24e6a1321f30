package io.spillway.domain.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The mutable state of up to 1,024 executions of one automation, in primitive arrays: one value of
 * the grid map, one row of the store.
 *
 * <p><b>Invariants.</b> Immutable: every operation returns a new segment, which shares the
 * unchanged arrays with this one. {@code version} counts the changes that must be stored and fences
 * the write ({@code WHERE version = expected}). An append does not raise it, since the facts of the
 * executions are durable and {@link #restore} rebuilds the append from them; the segment is stored
 * as a whole when it is full.
 *
 * <p><b>Why segments.</b> A resolve must move a million paused executions in a fraction of a
 * second. With one map entry per execution a million took 10 to 16 s by {@code executeOnEntries}
 * with an index, 4 to 6.6 s without, and one UPDATE in PostgreSQL 8.6 to 9.9 s. With segments it is
 * a thousand calls that each scan arrays: 0.04 to 0.06 s in memory and 0.10 to 0.24 s with durable
 * write-through in about 40 group commits. An entry per execution took 400 to 820 bytes of heap, a
 * slot takes 21, and about 10 more while it has a position in its steps.
 *
 * <p><b>Why 1,024 slots.</b> {@code executionId = segmentId · 1024 + slot}: an id gives its segment
 * without an index and stays below 2^53. A segment is small enough to be copied for a single change
 * and to keep calls short on a partition thread, and large enough that a million executions need
 * only a thousand calls and rows.
 *
 * <p><b>Why immutable.</b> Hazelcast hands out the live object in OBJECT format. A segment changed
 * in place would keep the change after an exception or a failed store write; a new one is set only
 * when everything else succeeded. No index on the map and no Compact serialization: with either,
 * every call serialized the whole value, ten times slower.
 *
 * <p><b>Why it remembers.</b> Hazelcast repeats a call when a member dies, so a call may run twice.
 * {@link LastApplied} holds the latest resolution and operation with their results: a repeated one
 * changes nothing and returns the same counts. {@link ResolvedSlots} keeps which resolution moved
 * which execution permanently, for manifests. Moves along the steps are not remembered: each
 * applies only to the run that it names.
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

  /** Number of changes that must be stored. */
  public long version() {
    return revision.version();
  }

  /**
   * Whether this segment is the result of a change that must be stored. An append that does not
   * fill the segment is no such change, and the one before it is stored already.
   */
  public boolean needsSaving() {
    return revision.needsSaving();
  }

  /** This segment as loaded from the store. */
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

  /** The key figures without the arrays. */
  public SegmentSummary summary() {
    int[] byState = new int[ExecutionState.CODES];
    for (byte state : columns.states()) {
      byState[state]++;
    }
    int mask = 0;
    for (int code = 0; code < byState.length; code++) {
      mask |= byState[code] == 0 ? 0 : 1 << code;
    }
    return new SegmentSummary(
        segmentId, version(), count(), paused, mask, StepCounts.of(byState, columns));
  }

  /** The execution in {@code slot}, which must be in use. */
  public ExecutionStatus status(int slot) {
    return new ExecutionStatus(
        ExecutionIds.of(segmentId, slot),
        ExecutionState.ofCode(columns.states()[Objects.checkIndex(slot, count())]),
        columns.generations()[slot],
        columns.createdAt()[slot],
        columns.updatedAt()[slot],
        columns.positions().of(slot));
  }

  /**
   * Executions newest first.
   *
   * @param beforeSlot only slots below this one
   * @param stateMask only states in this bit mask; 0 means any
   * @param limit maximum number of executions
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
   * Executions oldest first.
   *
   * @param fromSlot only this slot and later ones
   * @param stateMask only states in this bit mask; 0 means any
   * @param dueBeforeMillis only those that are due until then, or that have no due time
   * @param limit maximum number of executions
   */
  public List<ExecutionStatus> oldestFirst(
      int fromSlot, int stateMask, long dueBeforeMillis, int limit) {
    List<ExecutionStatus> found = new ArrayList<>();
    for (int slot = Math.max(fromSlot, 0); slot < count() && found.size() < limit; slot++) {
      if ((stateMask == 0 || (stateMask & (1 << columns.states()[slot])) != 0)
          && columns.positions().dueOf(slot) <= dueBeforeMillis) {
        found.add(status(slot));
      }
    }
    return found;
  }

  /**
   * The executions that a resolution moved, whatever their state now, as ranges of slots: first,
   * last, first, last, and so on.
   */
  public int[] resolvedBy(String resolutionId) {
    return resolved.of(resolutionId);
  }

  /**
   * The executions that a failed resolution left paused here, as ranges of slots: paused by a
   * generation up to its own and still paused when it finished.
   *
   * @param startedAtMillis when the resolution started
   * @param finishedAtMillis when it finished
   */
  public int[] leftPaused(int throughGeneration, long startedAtMillis, long finishedAtMillis) {
    return resolved.leftPaused(columns, throughGeneration, startedAtMillis, finishedAtMillis);
  }

  /** Ids of the executions paused by generations up to {@code throughGeneration}. */
  public long[] pausedThrough(int throughGeneration) {
    long[] ids = new long[paused];
    int found = 0;
    for (int slot = 0; slot < count(); slot++) {
      if (isPaused(slot, throughGeneration)) {
        ids[found++] = ExecutionIds.of(segmentId, slot);
      }
    }
    return Arrays.copyOf(ids, found);
  }

  /**
   * This segment with the executions of {@code batch} appended. Idempotent: slots in use are left
   * unchanged. A segment that becomes full must be saved.
   *
   * @throws IllegalStateException if slots would be skipped
   */
  public Segment append(AppendBatch batch) {
    Segment next = restore(batch);
    boolean becomesFull =
        next.count() == ExecutionIds.SLOTS && revision.savedSlots() < ExecutionIds.SLOTS;
    return becomesFull
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
   * This segment, just loaded, with executions appended of which only the facts were stored. The
   * result need not be saved.
   *
   * @throws IllegalStateException if slots would be skipped
   */
  public Segment restore(AppendBatch batch) {
    int start = count();
    int end = batch.endSlot();
    if (batch.firstSlot() > start) {
      throw new IllegalStateException(
          "first slot of the batch is "
              + batch.firstSlot()
              + ", must be at most "
              + start
              + ", the end of segment "
              + segmentId);
    }
    if (end <= start) {
      return this;
    }
    int firstPaused = Math.max(start, batch.firstSlot() + batch.admitted());
    SegmentColumns grown = columns.grownTo(end);
    Arrays.fill(grown.states(), start, end, ExecutionState.PENDING.code());
    Arrays.fill(grown.states(), firstPaused, end, ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.code());
    Arrays.fill(grown.generations(), firstPaused, end, batch.generation());
    Arrays.fill(grown.createdAt(), start, end, batch.atMillis());
    Arrays.fill(grown.updatedAt(), start, end, batch.atMillis());
    return new Segment(segmentId, automationId, revision.saved(), grown, last, resolved);
  }

  /** The changed segment and the number of executions that the resolution moved in it. */
  public record Resolved(Segment segment, int moved) {}

  /** Resolves in all slots, see {@link #resolve(String, int, Slots, ExecutionState, long)}. */
  public Resolved resolve(
      String resolutionId, int throughGeneration, ExecutionState to, long atMillis) {
    return resolve(resolutionId, throughGeneration, Slots.ALL, to, atMillis);
  }

  /**
   * Moves every execution in the selected slots that is paused by a generation up to {@code
   * throughGeneration} to {@code to}. Idempotent: repeated by the same resolution, it changes
   * nothing and returns the same count.
   *
   * @param resolutionId not empty
   * @param to PENDING or TERMINATE
   */
  public Resolved resolve(
      String resolutionId,
      int throughGeneration,
      Slots selected,
      ExecutionState to,
      long atMillis) {
    if (!ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.canBecome(to)) {
      throw new IllegalArgumentException("to is " + to + ", must be PENDING or TERMINATE");
    }
    if (resolutionId.isEmpty()) {
      throw new IllegalArgumentException("resolutionId is empty, must be the id of a resolution");
    }
    if (last.resolutionId().equals(resolutionId)) {
      return new Resolved(this, last.resolved());
    }
    byte[] states = columns.states().clone();
    long[] updatedAt = columns.updatedAt().clone();
    SlotRanges ranges = new SlotRanges(count());
    int moved = 0;
    boolean all = selected.isAll();
    for (int slot = 0; slot < count(); slot++) {
      if (isPaused(slot, throughGeneration) && (all || selected.contains(slot))) {
        states[slot] = to.code();
        updatedAt[slot] = Math.max(atMillis, columns.createdAt()[slot]);
        ranges.add(slot);
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
            new LastApplied(resolutionId, moved, last.operationId(), last.results()),
            resolved.with(new ResolvedSlots.Entry(resolutionId, atMillis, ranges.toArray())));
    return new Resolved(next, moved);
  }

  /** The changed segment and the result of each move, in order. */
  public record Transitioned(Segment segment, List<Transition.Result> results) {
    public Transitioned {
      results = List.copyOf(results);
    }
  }

  /**
   * Executes the legal moves. Idempotent: repeated with the same operation id, it changes nothing
   * and returns the same results. A request that moved nothing is not remembered but evaluated
   * again.
   */
  public Transitioned move(Transition transition) {
    if (last.operationId() == transition.operationId()) {
      return new Transitioned(this, last.results());
    }
    byte[] states = columns.states().clone();
    long[] updatedAt = columns.updatedAt().clone();
    List<Transition.Result> results = new ArrayList<>(transition.moves().size());
    boolean changed = false;
    for (Transition.Move move : transition.moves()) {
      Transition.Result result = resultOf(move, states);
      if (result == Transition.Result.MOVED) {
        states[move.slot()] = move.to().code();
        updatedAt[move.slot()] = Math.max(transition.atMillis(), updatedAt[move.slot()]);
        changed = true;
      }
      results.add(result);
    }
    if (!changed) {
      return new Transitioned(this, results);
    }
    Segment next =
        new Segment(
            segmentId,
            automationId,
            revision.next(count()),
            columns.with(states, updatedAt),
            new LastApplied(
                last.resolutionId(), last.resolved(), transition.operationId(), results),
            resolved);
    return new Transitioned(next, results);
  }

  /**
   * Moves executions along their steps. Idempotent by value, see {@link StepMove}: repeated, it
   * changes nothing.
   */
  public Transitioned advance(List<StepMove> moves, long atMillis) {
    Advance advance = new Advance(columns);
    List<Transition.Result> results = advance.apply(moves, atMillis);
    if (!advance.changed()) {
      return new Transitioned(this, results);
    }
    Segment next =
        new Segment(
            segmentId, automationId, revision.next(count()), advance.after(), last, resolved);
    return new Transitioned(next, results);
  }

  private Transition.Result resultOf(Transition.Move move, byte[] now) {
    if (move.slot() < 0 || move.slot() >= count()) {
      return Transition.Result.UNKNOWN;
    }
    ExecutionState from = ExecutionState.ofCode(now[move.slot()]);
    if (from == move.to()) {
      return Transition.Result.ALREADY_THERE;
    }
    return from.canBecome(move.to()) ? Transition.Result.MOVED : Transition.Result.REFUSED;
  }

  private boolean isPaused(int slot, int throughGeneration) {
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
