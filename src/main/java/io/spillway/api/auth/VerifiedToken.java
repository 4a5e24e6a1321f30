package io.spillway.api.auth;

import java.time.Clock;
import java.time.Instant;

/**
 * The claims of an access token with a valid signature.
 *
 * @param clientId its subject
 * @param role the highest role it grants
 * @param rotations generation of the client's credentials that it was issued for
 * @param expiresAt exclusive
 */
record VerifiedToken(String clientId, Role role, int rotations, Instant expiresAt) {
  boolean expired(Clock clock) {
    return !clock.instant().isBefore(expiresAt);
  }
}
