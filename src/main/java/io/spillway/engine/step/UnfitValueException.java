package io.spillway.engine.step;

/** The value of an expression cannot become JSON. The message follows "it". */
final class UnfitValueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnfitValueException(String problem) {
    super(problem, null, false, false);
  }
}
