package io.spillway.api.auth;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;

/** A request is refused (UNAUTHENTICATED), with the class of its cause. */
public final class UnauthenticatedException extends RefusedException {
  private static final long serialVersionUID = 1;

  private final Why why;

  /** The classes of causes, of which the system log has samples. */
  public enum Why {
    NO_TOKEN("no access token"),
    /** Twice, in the query, or with another scheme. */
    MISPLACED_TOKEN("misplaced access token"),
    INVALID_TOKEN("invalid access token"),
    EXPIRED_TOKEN("expired access token"),
    /** Of a client that is revoked or has new credentials. */
    REVOKED_CLIENT("revoked client or credentials");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * @param message for the caller
   */
  public UnauthenticatedException(Why why, String message) {
    super(new Refusal(Refusal.Reason.UNAUTHENTICATED, message));
    this.why = why;
  }

  /** The class of the cause. */
  Why why() {
    return why;
  }
}
