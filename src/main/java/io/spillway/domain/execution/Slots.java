package io.spillway.domain.execution;

import java.util.BitSet;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A set of slots of one segment. Immutable. */
public final class Slots {
  /** Every slot. */
  public static final Slots ALL = new Slots(all());

  /** No slot. */
  public static final Slots NONE = new Slots(new BitSet());

  private final BitSet slots;

  private Slots(BitSet slots) {
    this.slots = slots;
  }

  /**
   * These slots.
   *
   * @throws IndexOutOfBoundsException if one is not below 1,024
   */
  public static Slots of(Collection<Integer> some) {
    BitSet slots = new BitSet(ExecutionIds.SLOTS);
    for (int slot : some) {
      slots.set(Objects.checkIndex(slot, ExecutionIds.SLOTS));
    }
    return new Slots(slots);
  }

  /**
   * The set that {@link #words} returned.
   *
   * @throws IllegalArgumentException if one is not below 1,024
   */
  public static Slots ofWords(long[] words) {
    BitSet slots = BitSet.valueOf(words);
    if (slots.length() > ExecutionIds.SLOTS) {
      throw new IllegalArgumentException(
          "slot is " + (slots.length() - 1) + ", must be at most " + (ExecutionIds.SLOTS - 1));
    }
    return new Slots(slots);
  }

  /** A bit for each slot, the least significant one of the first word for slot 0. */
  public long[] words() {
    return slots.toLongArray();
  }

  public boolean contains(int slot) {
    return slots.get(slot);
  }

  /** The lowest slot, -1 if there is none. */
  public int first() {
    return slots.nextSetBit(0);
  }

  /** The highest slot, -1 if there is none. */
  public int last() {
    return slots.length() - 1;
  }

  public int count() {
    return slots.cardinality();
  }

  public boolean isAll() {
    return count() == ExecutionIds.SLOTS;
  }

  private static BitSet all() {
    BitSet all = new BitSet(ExecutionIds.SLOTS);
    all.set(0, ExecutionIds.SLOTS);
    return all;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slots others && others.slots.equals(slots);
  }

  @Override
  public int hashCode() {
    return slots.hashCode();
  }

  @Override
  public String toString() {
    return "Slots" + slots;
  }
}
