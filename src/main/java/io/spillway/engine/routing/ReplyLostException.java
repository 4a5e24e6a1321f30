package io.spillway.engine.routing;

/**
 * It is not known whether a command reached its node or was executed there. Has no stack trace: it
 * is expected when nodes leave.
 */
final class ReplyLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ReplyLostException(String message) {
    super(message, null, false, false);
  }
}
