package io.spillway.routing;

/**
 * It is not known whether a command reached its node, or what became of it there. It has no stack
 * trace, since it is no fault.
 */
final class LostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LostException(String message) {
    super(message, null, false, false);
  }
}
