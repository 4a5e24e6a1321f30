package io.spillway.domain.automation;

/**
 * Why a request is not carried out: a business answer, not a fault.
 *
 * @param reason the class of refusal
 * @param message for the caller: which field, what was given, what is allowed
 */
public record Refusal(Reason reason, String message) {
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

  /** This refusal where only an exception can carry it. */
  public RefusedException asException() {
    return new RefusedException(this);
  }
}
