package io.spillway.app;

/**
 * The node cannot start as it is configured. The message says in one line which setting it is
 * about, what was found and what to do.
 */
final class RefusedStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RefusedStartException(String message) {
    super(message);
  }

  RefusedStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
