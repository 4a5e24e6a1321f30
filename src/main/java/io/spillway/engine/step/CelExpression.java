package io.spillway.engine.step;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import io.spillway.domain.automation.Quotes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A compiled expression. Thread-safe. */
final class CelExpression {
  private static final int QUOTED = 256;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** The text of an error begins with its place; what follows may contain values. */
  private static final Pattern PLACE = Pattern.compile("evaluation error at [^:]*:([0-9]{1,9}): ");

  private final String text;
  private final CelRuntime.Program program;
  private final List<ContextRead> reads;
  private final boolean condition;

  CelExpression(
      String text, CelRuntime.Program program, List<ContextRead> reads, boolean condition) {
    this.text = text;
    this.program = program;
    this.reads = reads;
    this.condition = condition;
  }

  /** What it reads of the context by a name that is written in it. */
  List<ContextRead> reads() {
    return reads;
  }

  /** Whether it may result in a boolean. */
  boolean isCondition() {
    return condition;
  }

  /**
   * The value as JSON, objects and arrays as of Vert.x.
   *
   * @throws ExpressionFailedException if it has none
   */
  @Nullable Object evaluate(StepContext context, OutputBudget output) {
    try {
      return CelValues.toJson(value(context), output);
    } catch (UnfitValueException e) {
      throw failed("", "it " + e.getMessage());
    }
  }

  /**
   * Whether it is true.
   *
   * @throws ExpressionFailedException if it has no value, or one that is no boolean
   */
  boolean isTrue(StepContext context) {
    if (value(context) instanceof Boolean result) {
      return result;
    }
    throw failed("", "it must result in true or false");
  }

  private Object value(StepContext context) {
    EvaluationBudget budget = new EvaluationBudget(CelExpression::processorNanos);
    CelVariableResolver variables =
        name ->
            name.equals(CelExpressions.CONTEXT)
                ? Optional.of(context.celValues())
                : Optional.empty();
    try {
      return program.trace(variables, budget);
    } catch (CelEvaluationException e) {
      String cause =
          budget.isExceeded() ? "it takes too long or handles too much" : causeOf(e.getErrorCode());
      throw failed(placeOf(String.valueOf(e.getMessage())), cause);
    } catch (StackOverflowError e) {
      throw failed("", "it is nested too deeply");
    }
  }

  private ExpressionFailedException failed(String place, String cause) {
    return new ExpressionFailedException(
        "expression \"" + Quotes.cut(text, QUOTED) + "\" failed" + place + ": " + cause);
  }

  private String placeOf(String message) {
    Matcher place = PLACE.matcher(message);
    return place.lookingAt() ? " at " + position(text, Integer.parseInt(place.group(1))) : "";
  }

  /** The position of an offset as CEL counts it, in code points. */
  static TextPosition position(String text, int codePoints) {
    int max = text.codePointCount(0, text.length());
    return TextPosition.of(text, text.offsetByCodePoints(0, Math.min(codePoints, max)));
  }

  private static long processorNanos() {
    return THREADS.isCurrentThreadCpuTimeSupported()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  /** Never the text of the exception itself: it may contain keys and texts of the context. */
  private static String causeOf(CelErrorCode code) {
    return switch (code) {
      case ATTRIBUTE_NOT_FOUND -> "it reads a field or key that is not there";
      case INDEX_OUT_OF_BOUNDS -> "it reads beyond the end of a list";
      case DIVIDE_BY_ZERO -> "it divides by zero";
      case DUPLICATE_ATTRIBUTE -> "it makes a map that has a key twice";
      case OVERLOAD_NOT_FOUND -> "a function or operator does not take values of these types";
      case NUMERIC_OVERFLOW -> "a number is out of range";
      case ITERATION_BUDGET_EXCEEDED ->
          "it makes more than " + EvaluationBudget.MAX_ITERATIONS + " iterations";
      case BAD_FORMAT -> "a text does not have the form that a conversion needs";
      case INVALID_ARGUMENT -> "a function or operator does not take this value";
      default -> "it cannot be evaluated";
    };
  }
}
