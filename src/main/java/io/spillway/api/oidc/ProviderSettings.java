package io.spillway.api.oidc;

import java.util.Optional;

/**
 * Settings for accepting tokens of an identity provider.
 *
 * @param issuer the exact claim {@code iss}; its discovery document is at {@code
 *     /.well-known/openid-configuration} below it
 * @param audience must be in the claim {@code aud}
 * @param rolesClaim name of the claim with roles, or names joined by dots for a nested one
 * @param rolesPrefix prefix of worker, viewer, operator and admin there; may be empty
 * @param signIn for signing users in there; empty if they are not
 */
public record ProviderSettings(
    String issuer,
    String audience,
    String rolesClaim,
    String rolesPrefix,
    Optional<SignIn> signIn) {

  /**
   * The registration of this server as a client of the provider.
   *
   * @param clientId its id there
   * @param clientSecret empty for a public client
   * @param scope requested scopes, separated by spaces
   */
  public record SignIn(String clientId, Optional<String> clientSecret, String scope) {
    @Override
    public String toString() {
      return "SignIn[" + clientId + "]";
    }
  }
}
