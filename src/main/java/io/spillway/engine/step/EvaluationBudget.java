package io.spillway.engine.step;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds one evaluation: CEL itself counts iterations only, and one iteration may copy a megabyte.
 *
 * <p>Each node of the expression that is evaluated counts, and the size of its value. Since what a
 * value costs further on is not known, the processor time of the thread is bounded as well; it is
 * not the time of a clock, so a node that is short of processors fails nothing.
 */
final class EvaluationBudget implements CelEvaluationListener {
  static final int MAX_ITERATIONS = 10_000;
  static final long MAX_WORK = 1_000_000;
  static final long MAX_NANOS = 1_000_000_000;

  /**
   * Of one value: its elements at any depth, each as often as it occurs. Nested macros share lists,
   * so that a small one in memory has more elements than can ever be compared, and one comparison
   * is not interrupted.
   */
  static final long MAX_DEEP_SIZE = 1_000_000;

  /** Characters or elements that count like a node. */
  private static final int SIZE_UNIT = 8;

  /** How often the time is looked at, in work. */
  private static final int CHECK_EVERY = 64;

  private final LongSupplier processorNanos;
  private final long startNanos;

  /** Of lists and maps that are finished; a list that a macro still fills is not among them. */
  private final IdentityHashMap<Object, Long> deepSizes = new IdentityHashMap<>();

  private long work;
  private long nextCheck = CHECK_EVERY;
  private boolean exceeded;

  EvaluationBudget(LongSupplier processorNanos) {
    this.processorNanos = processorNanos;
    this.startNanos = processorNanos.getAsLong();
  }

  @Override
  public void callback(CelExpr expression, Object value) {
    work += 1 + sizeOf(value) / SIZE_UNIT;
    switch (expression.getKind()) {
      case LIST, MAP, COMPREHENSION -> exceeded |= deepSizeOf(value) > MAX_DEEP_SIZE;
      default -> {
        // Makes no list of lists: its parts were looked at.
      }
    }
    if (work >= nextCheck) {
      nextCheck = work + CHECK_EVERY;
      exceeded |= work > MAX_WORK || processorNanos.getAsLong() - startNanos > MAX_NANOS;
    }
    if (exceeded) {
      // An operator such as || may ignore this; then the next node throws it again.
      throw new ExceededException();
    }
  }

  boolean isExceeded() {
    return exceeded;
  }

  private static int sizeOf(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof Collection<?> elements) {
      return elements.size();
    }
    if (value instanceof Map<?, ?> entries) {
      return entries.size();
    }
    return value instanceof CelByteString bytes ? bytes.size() : 0;
  }

  private long deepSizeOf(Object value) {
    long size = 1;
    if (value instanceof Map<?, ?> entries) {
      for (Object element : entries.values()) {
        size += knownDeepSizeOf(element);
      }
    } else if (value instanceof Collection<?> elements) {
      for (Object element : elements) {
        size += knownDeepSizeOf(element);
      }
    } else {
      return size;
    }
    deepSizes.put(value, size);
    return size;
  }

  private long knownDeepSizeOf(Object value) {
    Long known = deepSizes.get(value);
    return known == null ? deepSizeOf(value) : known;
  }

  private static final class ExceededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ExceededException() {
      super("", null, false, false);
    }
  }
}
