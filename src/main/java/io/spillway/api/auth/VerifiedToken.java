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
 * @param expiresAt the time in its claim, by the clock of the node that issued it; it is accepted
 *     for {@link #LEEWAY} longer
 */
record VerifiedToken(String clientId, Role role, int rotations, Instant expiresAt) {
  /**
   * How long a token is accepted after it expires, for clients that cache it for as long as it is
   * good, counted from when they received it.
   */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  /** How far the clock of the node that issued a token may be behind without a loss. */
  static final Duration MAX_BEHIND = Duration.ofSeconds(60);

  /**
   * Whether it is no longer accepted.
   *
   * @param ahead how far this clock is ahead of that of the node that may have issued it
   */
  boolean expired(Clock clock, Duration ahead) {
    Duration allowed = ahead.compareTo(MAX_BEHIND) > 0 ? MAX_BEHIND : ahead;
    return !clock.instant().isBefore(expiresAt.plus(LEEWAY).plus(allowed));
  }

  /** When it is no longer accepted, whatever the clocks are. */
  Instant acceptedUntil() {
    return expiresAt.plus(LEEWAY).plus(MAX_BEHIND);
  }
}
