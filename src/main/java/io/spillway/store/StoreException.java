package io.spillway.store;

/**
 * The store could not do what it was asked; nothing of the request was done, unless this is an
 * {@link UnknownOutcomeException}.
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
