package io.spillway.api.auth;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Signs users in at an external identity provider, by the authorization code flow with PKCE (RFC
 * 6749, 4.1; RFC 7636). State and verifier are kept by the browser, so that the redirect may reach
 * another node. Thread-safe.
 */
public interface ProviderSignIn {
  /** The error message if none is configured. */
  String NONE_CONFIGURED =
      "no identity provider for signing in is configured: see --oidc-client-id";

  /** URL of the provider, as in the claim {@code iss}. */
  String issuer();

  /**
   * URL to redirect a browser to.
   *
   * @param redirectUri where the provider redirects back to; must be registered there
   * @param state is returned with that redirect
   * @param codeChallenge BASE64URL(SHA-256(verifier))
   * @throws io.spillway.domain.automation.RefusedException UNAVAILABLE until its discovery document
   *     was read
   */
  String addressFor(String redirectUri, String state, String codeChallenge);

  /**
   * Exchanges an authorization code for a token. Fails with {@link
   * io.spillway.domain.automation.RefusedException}: UNAUTHENTICATED if the provider or this server
   * refuses it, UNAVAILABLE if it cannot be checked now.
   *
   * @param redirectUri as passed to {@link #addressFor}
   */
  Future<Grant> exchange(String code, String verifier, String redirectUri);

  /** Exchanges a refresh token; fails as {@link #exchange} does. */
  Future<Grant> refresh(String refreshToken);

  /**
   * An access token that this server accepts.
   *
   * @param actor the person, see {@link Caller#clientId}
   * @param expiresInSeconds its remaining lifetime
   * @param refreshToken for the next one
   */
  record Grant(
      String actor, String accessToken, long expiresInSeconds, Optional<String> refreshToken) {
    @Override
    public String toString() {
      return "Grant[…]";
    }
  }
}
