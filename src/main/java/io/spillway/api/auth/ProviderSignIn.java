package io.spillway.api.auth;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Lets people sign in at an outside identity provider, by the authorization code flow with PKCE
 * (RFC 6749, 4.1; RFC 7636). Whoever sends them there keeps state and verifier; nothing is kept
 * here, so that they may come back to another node. Thread-safe.
 */
public interface ProviderSignIn {
  /** What is said where there is none. */
  String NONE_CONFIGURED = "there is no identity provider to sign in at: see --oidc-client-id";

  /** URL of the provider, as it stands in its tokens. */
  String issuer();

  /**
   * URL to send somebody to.
   *
   * @param redirectUri where the provider sends them back to; it must know it
   * @param state that they come back with
   * @param codeChallenge BASE64URL(SHA-256(verifier))
   * @throws io.spillway.domain.automation.RefusedException UNAVAILABLE while the provider is not
   *     known
   */
  String addressFor(String redirectUri, String state, String codeChallenge);

  /**
   * Makes a token of what somebody came back with. Fails with {@link
   * io.spillway.domain.automation.RefusedException}: UNAUTHENTICATED if the provider or this server
   * does not take it, UNAVAILABLE if that cannot be told now.
   *
   * @param redirectUri as it was given to {@link #addressFor}
   */
  Future<Grant> exchange(String code, String verifier, String redirectUri);

  /** Makes a new token of a refresh token; fails as {@link #exchange} does. */
  Future<Grant> refresh(String refreshToken);

  /**
   * An access token that this server accepts now.
   *
   * @param expiresInSeconds how long it is good
   * @param refreshToken to get the next one with
   */
  record Grant(String accessToken, long expiresInSeconds, Optional<String> refreshToken) {
    @Override
    public String toString() {
      return "Grant[…]";
    }
  }
}
