package io.spillway.api.auth;

import io.vertx.core.Future;

/** Verifies bearer tokens. */
public interface TokenVerifier {
  /**
   * The caller of a valid access token.
   *
   * @return fails with {@link UnauthenticatedException} and a message for the client if the token
   *     is invalid, with a refusal (UNAVAILABLE) if it cannot be checked now
   */
  Future<Caller> verify(String accessToken);

  /**
   * Whether a token was found valid before, so that {@link #verify} does not check its signature.
   */
  default boolean knows(String accessToken) {
    return false;
  }
}
