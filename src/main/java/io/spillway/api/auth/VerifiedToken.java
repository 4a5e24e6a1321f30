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
 * @param expiresAt the first moment at which it is no longer good
 */
record VerifiedToken(String clientId, Role role, int rotations, Instant expiresAt) {
  boolean expired(Clock clock) {
    return !clock.instant().isBefore(expiresAt);
  }

  /** Time left, zero once expired. */
  Duration remaining(Clock clock) {
    Duration left = Duration.between(clock.instant(), expiresAt);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
