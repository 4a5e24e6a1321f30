package io.spillway.api.oidc;

import io.spillway.api.auth.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The subject of a verified token of the provider.
 *
 * @param caller its identity in the API
 * @param expiresAt when the token expires, exclusive
 * @param keys that verified the token
 */
record Subject(Caller caller, Instant expiresAt, ProviderKeySet keys) {
  /** Time left, zero once expired. */
  Duration remaining(Clock clock) {
    Duration left = Duration.between(clock.instant(), expiresAt);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
