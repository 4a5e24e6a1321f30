package io.spillway.domain.execution;

import java.util.ArrayList;
import java.util.List;

/**
 * The executions of a segment that each resolution moved. Kept permanently, since manifests are
 * built from it. An execution is paused once, so at most one resolution moves it.
 *
 * @param entries in the order in which they were applied
 */
record ResolvedSlots(List<Entry> entries) {
  static final ResolvedSlots NONE = new ResolvedSlots(List.of());

  ResolvedSlots {
    entries = List.copyOf(entries);
  }

  /**
   * The executions that one resolution moved.
   *
   * @param resolutionId not empty
   * @param atMillis when it started
   * @param ranges of slots: first, last, first, last, and so on, ascending
   */
  @SuppressWarnings("ArrayRecordComponent") // Shared by segments on purpose; never modified.
  record Entry(String resolutionId, long atMillis, int[] ranges) {
    boolean has(int slot) {
      for (int i = 0; i < ranges.length; i += 2) {
        if (slot >= ranges[i] && slot <= ranges[i + 1]) {
          return true;
        }
      }
      return false;
    }
  }

  ResolvedSlots with(Entry entry) {
    List<Entry> next = new ArrayList<>(entries);
    next.add(entry);
    return new ResolvedSlots(next);
  }

  /** The ranges of slots that a resolution moved; empty if it moved none here. */
  int[] of(String resolutionId) {
    for (Entry entry : entries) {
      if (entry.resolutionId().equals(resolutionId)) {
        return entry.ranges().clone();
      }
    }
    return new int[0];
  }

  /** See {@link Segment#leftPaused}. */
  int[] leftPaused(
      SegmentColumns columns, int throughGeneration, long startedAtMillis, long finishedAtMillis) {
    int slots = columns.states().length;
    SlotRanges ranges = new SlotRanges(slots);
    for (int slot = 0; slot < slots; slot++) {
      int generation = columns.generations()[slot];
      if (generation > 0
          && generation <= throughGeneration
          && leftLater(columns, slot, startedAtMillis, finishedAtMillis)) {
        ranges.add(slot);
      }
    }
    return ranges.toArray();
  }

  /** A paused execution is moved by a resolution or terminated, which is final. */
  private boolean leftLater(
      SegmentColumns columns, int slot, long startedAtMillis, long finishedAtMillis) {
    for (Entry entry : entries) {
      if (entry.has(slot)) {
        return entry.atMillis() >= startedAtMillis;
      }
    }
    return columns.states()[slot] == ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.code()
        || columns.updatedAt()[slot] >= finishedAtMillis;
  }
}
