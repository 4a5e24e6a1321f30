package io.spillway.engine.webhook;

/** A request was not made, or its answer did not arrive whole. An outcome, so without a stack. */
final class EgressException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code in capitals, such as {@code TIMEOUT}
   * @param message for people, without values of a context
   */
  EgressException(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }
}
