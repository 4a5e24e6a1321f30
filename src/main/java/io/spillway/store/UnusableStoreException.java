package io.spillway.store;

/**
 * The store cannot be used as it is configured. The message says in one line what was found and
 * what to do; it contains no password.
 */
public final class UnusableStoreException extends StoreException {
  private static final long serialVersionUID = 1;

  public UnusableStoreException(String message) {
    super(message);
  }

  public UnusableStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
