package io.spillway.domain.execution;

import java.util.Arrays;

/** Collects ascending slots as ranges: first, last, first, last, and so on. For one thread. */
final class SlotRanges {
  private final int[] ends;
  private int length;

  /**
   * @param slots maximum number of slots
   */
  SlotRanges(int slots) {
    ends = new int[slots + 1];
  }

  void add(int slot) {
    if (length > 0 && ends[length - 1] == slot - 1) {
      ends[length - 1] = slot;
    } else {
      ends[length++] = slot;
      ends[length++] = slot;
    }
  }

  int[] toArray() {
    return Arrays.copyOf(ends, length);
  }
}
