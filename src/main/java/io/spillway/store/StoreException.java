package io.spillway.store;

/**
 * An operation of the store failed without effect, unless this is an {@link
 * UnknownOutcomeException}.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
