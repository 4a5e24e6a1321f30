package io.spillway.domain.execution;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The positions of those executions of a segment that have one other than {@link
 * StepPosition#START}, in columns sorted by slot. Immutable, shared by segments. A position takes
 * about 10 bytes of heap.
 */
record StepPositions(
    PackedNumbers slots,
    PackedNumbers steps,
    PackedNumbers runs,
    PackedNumbers attempts,
    PackedNumbers recoveries,
    PackedNumbers dues) {
  static final StepPositions NONE = new Builder(0).build();

  private static final int WITHOUT =
      ExecutionState.DONE.bit()
          | ExecutionState.TERMINATE.bit()
          | ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.bit();

  /** Whether executions in this state have no position. */
  static boolean hasNone(byte state) {
    return (WITHOUT & (1 << state)) != 0;
  }

  int size() {
    return slots.size();
  }

  /** Bytes of the numbers, without the headers of objects. */
  int bytes() {
    return Stream.of(slots, steps, runs, attempts, recoveries, dues)
        .mapToInt(PackedNumbers::bytes)
        .sum();
  }

  /** Slot of the position at this index. */
  int slotAt(int index) {
    return (int) slots.get(index);
  }

  /** When the position at this index is due, epoch milliseconds; 0 if it has no such time. */
  long dueAt(int index) {
    return dues.get(index);
  }

  /** The position of the execution in {@code slot}. */
  StepPosition of(int slot) {
    int index = indexOf(slot);
    return index < 0 ? StepPosition.START : positionAt(index);
  }

  /** When the execution in {@code slot} is due; 0 if it has no such time. */
  long dueOf(int slot) {
    int index = indexOf(slot);
    return index < 0 ? 0 : dueAt(index);
  }

  StepPosition positionAt(int index) {
    return new StepPosition(
        (int) steps.get(index),
        (int) runs.get(index),
        (int) attempts.get(index),
        (int) recoveries.get(index),
        dueAt(index));
  }

  /** These positions, but for executions that are in a state without one now. */
  StepPositions keptIn(byte[] states) {
    for (int index = 0; index < size(); index++) {
      if (hasNone(states[slotAt(index)])) {
        return with(new TreeMap<>(), states);
      }
    }
    return this;
  }

  /**
   * These positions with some replaced.
   *
   * @param changed by slot
   * @param states of all slots now
   */
  StepPositions with(SortedMap<Integer, StepPosition> changed, byte[] states) {
    Builder next = new Builder(size() + changed.size());
    int index = 0;
    for (Map.Entry<Integer, StepPosition> change : changed.entrySet()) {
      int slot = change.getKey();
      index = next.copyBelow(slot, this, index, states);
      if (index < size() && slotAt(index) == slot) {
        index++;
      }
      if (!hasNone(states[slot])) {
        next.add(slot, change.getValue());
      }
    }
    next.copyBelow(states.length, this, index, states);
    return next.build();
  }

  private int indexOf(int slot) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = slotAt(middle);
      if (found == slot) {
        return middle;
      }
      if (found < slot) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** Collects positions by ascending slots. For one thread. */
  static final class Builder {
    private final long[] slots;
    private final long[] steps;
    private final long[] runs;
    private final long[] attempts;
    private final long[] recoveries;
    private final long[] dues;
    private int size;

    /**
     * @param capacity maximum number of positions
     */
    Builder(int capacity) {
      slots = new long[capacity];
      steps = new long[capacity];
      runs = new long[capacity];
      attempts = new long[capacity];
      recoveries = new long[capacity];
      dues = new long[capacity];
    }

    /** Adds a position, unless it is {@link StepPosition#START}. */
    void add(int slot, StepPosition position) {
      if (position.equals(StepPosition.START)) {
        return;
      }
      slots[size] = slot;
      steps[size] = position.step();
      runs[size] = position.run();
      attempts[size] = position.attempts();
      recoveries[size] = position.recoveries();
      dues[size] = position.dueMillis();
      size++;
    }

    private int copyBelow(int slot, StepPositions from, int index, byte[] states) {
      int next = index;
      while (next < from.size() && from.slotAt(next) < slot) {
        if (!hasNone(states[from.slotAt(next)])) {
          add(from.slotAt(next), from.positionAt(next));
        }
        next++;
      }
      return next;
    }

    StepPositions build() {
      return new StepPositions(
          PackedNumbers.of(slots, size),
          PackedNumbers.of(steps, size),
          PackedNumbers.of(runs, size),
          PackedNumbers.of(attempts, size),
          PackedNumbers.of(recoveries, size),
          PackedNumbers.of(dues, size));
    }
  }
}
