package io.spillway.store;

/**
 * It is not known whether a write was made: the connection was lost during the commit, or the
 * member that was to make it has not answered. It was made completely or not at all; reading the
 * store again shows which.
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
