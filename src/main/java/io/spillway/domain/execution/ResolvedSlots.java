package io.spillway.domain.execution;

import java.util.ArrayList;
import java.util.List;

/**
 * Which resolution moved which executions of a segment. Kept for good, since it is what a
 * resolution's manifest is made of: an execution is held once, so one resolution at most moves it.
 *
 * @param entries in the order in which they were applied
 */
record ResolvedSlots(List<Entry> entries) {
  static final ResolvedSlots NONE = new ResolvedSlots(List.of());

  ResolvedSlots {
    entries = List.copyOf(entries);
  }

  /**
   * What one resolution moved.
   *
   * @param resolutionId not empty
   * @param atMillis when it started
   * @param runs of slots: first, last, first, last, and so on, ascending
   */
  @SuppressWarnings("ArrayRecordComponent") // Segments share arrays on purpose; nobody writes them.
  record Entry(String resolutionId, long atMillis, int[] runs) {
    boolean has(int slot) {
      for (int i = 0; i < runs.length; i += 2) {
        if (slot >= runs[i] && slot <= runs[i + 1]) {
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

  /** The runs of slots that a resolution moved; none if it moved none here. */
  int[] of(String resolutionId) {
    for (Entry entry : entries) {
      if (entry.resolutionId().equals(resolutionId)) {
        return entry.runs().clone();
      }
    }
    return new int[0];
  }

  /** See {@link Segment#leftHeld}. */
  int[] leftHeld(
      SegmentColumns columns, int throughGeneration, long startedAtMillis, long finishedAtMillis) {
    int slots = columns.states().length;
    SlotRanges runs = new SlotRanges(slots);
    for (int slot = 0; slot < slots; slot++) {
      int generation = columns.generations()[slot];
      if (generation > 0
          && generation <= throughGeneration
          && leftLater(columns, slot, startedAtMillis, finishedAtMillis)) {
        runs.add(slot);
      }
    }
    return runs.toArray();
  }

  /** A held execution leaves by a resolution, or is terminated, which is the last of it. */
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
