package io.spillway.api.auth;

import io.vertx.core.Future;

/** Tells who a bearer token speaks for. */
public interface TokenVerifier {
  /**
   * The caller of a valid access token.
   *
   * @return fails with {@link io.spillway.domain.automation.RefusedException} (UNAUTHENTICATED) and
   *     a message for the client if the token is not valid now, UNAVAILABLE if that cannot be told
   */
  Future<Caller> verify(String accessToken);
}
