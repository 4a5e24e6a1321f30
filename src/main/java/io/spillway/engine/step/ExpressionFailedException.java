package io.spillway.engine.step;

/**
 * An expression of a step failed. The message names the expression, the position in it and the
 * cause, never the values that it was evaluated with.
 */
public final class ExpressionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExpressionFailedException(String message) {
    super(message, null, false, false);
  }
}
