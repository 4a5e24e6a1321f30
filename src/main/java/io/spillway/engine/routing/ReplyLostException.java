package io.spillway.engine.routing;

/**
 * It is not known whether a command reached its node, or what became of it there. It has no stack
 * trace, since it is no fault.
 */
final class ReplyLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ReplyLostException(String message) {
    super(message, null, false, false);
  }
}
