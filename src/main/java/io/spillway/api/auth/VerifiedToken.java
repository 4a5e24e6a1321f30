package io.spillway.api.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What an access token says whose signature was checked.
 *
 * @param clientId whose it is
 * @param role the highest role it grants
 * @param rotations which of the client's credentials it was given for
 * @param expiresAt the moment that its claim names; it is accepted for {@link #LEEWAY} longer
 */
record VerifiedToken(String clientId, Role role, int rotations, Instant expiresAt) {
  /**
   * How long a token is accepted after it expires, for clients that cache it for as long as it is
   * good, counted from when they received it.
   */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  boolean expired(Clock clock) {
    return remaining(clock).isZero();
  }

  /** Time left, zero once it is no longer accepted. */
  Duration remaining(Clock clock) {
    Duration left = Duration.between(clock.instant(), expiresAt.plus(LEEWAY));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
