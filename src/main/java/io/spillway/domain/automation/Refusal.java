package io.spillway.domain.automation;

/**
 * Why a request is refused: a business result, not an error.
 *
 * @param reason the class of refusal
 * @param message for the caller: which field, what was given, what is allowed
 * @param retryAfterSeconds when the same request may succeed, if it may
 */
public record Refusal(Reason reason, String message, int retryAfterSeconds) {
  /** The classes of refusal, named as in google.rpc.Code. */
  public enum Reason {
    INVALID_ARGUMENT,
    NOT_FOUND,
    ALREADY_EXISTS,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION,
    ABORTED,
    UNAVAILABLE,
    UNAUTHENTICATED
  }

  /** A refusal that may be over in a second, or that a repetition does not change. */
  public Refusal(Reason reason, String message) {
    this(reason, message, 1);
  }

  /** This refusal as an exception, to fail a future. */
  public RefusedException asException() {
    return new RefusedException(this);
  }
}
