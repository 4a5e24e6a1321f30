package io.spillway.store;

/**
 * The connection was lost while the database committed: it is not known whether the write was made.
 * It was made as a whole or not at all; the store can tell, once it is asked again.
 */
public final class UnknownOutcomeException extends StoreException {
  private static final long serialVersionUID = 1;

  public UnknownOutcomeException(Throwable cause) {
    super("it is not known whether the write was made: " + cause.getMessage(), cause);
  }
}
