package io.spillway.engine.step;

/**
 * How much the expressions of one step may produce together, so that a short expression cannot fill
 * the memory. For one thread.
 */
final class OutputBudget {
  /** In characters of texts, names and other values as JSON, roughly. */
  static final int MAX = 4 << 20;

  private long left = MAX;

  /** Counts a value that is about to be copied. */
  void take(int characters) {
    left -= characters;
    if (left < 0) {
      throw new UnfitValueException("produces more than 4 MiB, together with others of its step");
    }
  }
}
