package io.spillway.store;

/**
 * It is not known whether a write was made: the connection was lost while the database committed,
 * or the member that was to make it has not answered. It was made as a whole or not at all; the
 * store can tell, once it is asked again.
 */
public final class UnknownOutcomeException extends StoreException {
  private static final long serialVersionUID = 1;

  public UnknownOutcomeException(String message) {
    super(message);
  }

  public UnknownOutcomeException(Throwable cause) {
    super("it is not known whether the write was made: " + cause.getMessage(), cause);
  }
}
