package io.spillway.demo;

/** The scenario cannot continue. The message says what was tried and what happened. */
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
