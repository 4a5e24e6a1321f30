package io.spillway.engine.step;

/** A text is no expression or template, at one of its positions. */
final class InvalidExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final TextPosition position;

  InvalidExpressionException(TextPosition position, String problem) {
    super(problem, null, false, false);
    this.position = position;
  }

  TextPosition position() {
    return position;
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  /** The message about the field with this text. */
  String messageFor(String path) {
    return path + " does not compile at " + position + ": " + problem();
  }
}
