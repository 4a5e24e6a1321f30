package io.spillway.engine.webhook;

/** What is sealed cannot be opened with the key set of this node. */
public final class UnsealableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsealableException(String purpose, Throwable cause) {
    super("the secret for " + purpose + " was sealed with another key set or was changed", cause);
  }
}
