package io.spillway.engine.routing;

import java.util.BitSet;

/**
 * Which numbers of one sender have been seen, as in RFC 4303, 3.4.3: a number is new once, unless
 * it is far below the highest. Thread-safe.
 */
final class ReplayWindow {
  /** Messages of one sender overtake each other by no more than this. */
  static final int SIZE = 4_096;

  private final BitSet seen = new BitSet(SIZE);
  private long highest;

  /**
   * Marks a number as seen.
   *
   * @param number positive
   * @return whether it is new
   */
  synchronized boolean isNew(long number) {
    if (number <= highest - SIZE) {
      return false;
    }
    if (number > highest) {
      forgetUpTo(number);
      highest = number;
    }
    int index = (int) (number % SIZE);
    boolean isNew = !seen.get(index);
    seen.set(index);
    return isNew;
  }

  private void forgetUpTo(long number) {
    if (number - highest >= SIZE) {
      seen.clear();
      return;
    }
    for (long next = highest + 1; next <= number; next++) {
      seen.clear((int) (next % SIZE));
    }
  }
}
