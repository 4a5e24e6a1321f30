package io.spillway.api.oidc;

import io.spillway.api.auth.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whom a checked token of the provider speaks for.
 *
 * @param caller as the API knows it
 * @param expiresAt the first moment at which the token is no longer good
 * @param keys that it was checked with
 */
record Subject(Caller caller, Instant expiresAt, ProviderKeySet keys) {
  /** Time left, zero once expired. */
  Duration remaining(Clock clock) {
    Duration left = Duration.between(clock.instant(), expiresAt);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
