package io.spillway.api.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The claims of an access token with a valid signature.
 *
 * @param clientId its subject
 * @param role the highest role it grants
 * @param rotations generation of the client's credentials that it was issued for
 * @param expiresAt the time in its claim; it is accepted for {@link #LEEWAY} longer
 */
record VerifiedToken(String clientId, Role role, int rotations, Instant expiresAt) {
  /**
   * How long a token is accepted after it expires, for clients that cache it for as long as it is
   * good, counted from when they received it.
   */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  boolean expired(Clock clock) {
    return !clock.instant().isBefore(acceptedUntil());
  }

  /** When it is no longer accepted. */
  Instant acceptedUntil() {
    return expiresAt.plus(LEEWAY);
  }
}
