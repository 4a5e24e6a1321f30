package io.spillway.engine.grid;

/** This member was not let into the cluster. The message says what to do. */
public final class NotJoinedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  NotJoinedException(String message, Throwable cause) {
    super(message, cause);
  }
}
