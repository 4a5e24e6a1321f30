package io.spillway.api.oidc;

import java.util.Optional;

/**
 * Which tokens of which provider are accepted, and what they allow.
 *
 * @param issuer URL that stands as {@code iss} in them, to the letter; its discovery document is at
 *     {@code /.well-known/openid-configuration} below it
 * @param audience that they must be for
 * @param rolesClaim where their roles are: the name of a claim, or names joined by dots for one
 *     within others
 * @param rolesPrefix what stands before viewer, operator and admin there; may be empty
 * @param signIn how people are sent there to sign in; empty if they are not
 */
public record ProviderSettings(
    String issuer,
    String audience,
    String rolesClaim,
    String rolesPrefix,
    Optional<SignIn> signIn) {

  /**
   * The client that this server is to the provider when people sign in.
   *
   * @param clientId its id there
   * @param clientSecret what proves it; a public client has none
   * @param scope what the provider is asked for, separated by spaces
   */
  public record SignIn(String clientId, Optional<String> clientSecret, String scope) {
    @Override
    public String toString() {
      return "SignIn[" + clientId + "]";
    }
  }
}
