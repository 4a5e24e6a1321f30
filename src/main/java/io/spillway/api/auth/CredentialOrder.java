package io.spillway.api.auth;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which credentials a client is to get.
 *
 * @param kinds at least one
 * @param publicKey the public half, as a JWK, of a key that the client made itself; the server
 *     makes a pair if it is empty
 */
public record CredentialOrder(Set<CredentialKind> kinds, Optional<String> publicKey) {
  static final CredentialOrder BOTH = of(EnumSet.allOf(CredentialKind.class));

  public CredentialOrder {
    kinds = Set.copyOf(kinds);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("kinds is empty");
    }
  }

  /** Credentials of these kinds, all made by the server. */
  public static CredentialOrder of(Set<CredentialKind> kinds) {
    return new CredentialOrder(kinds, Optional.empty());
  }

  /**
   * A key whose private half the client keeps to itself.
   *
   * @throws IllegalArgumentException if {@code jwk} is not an Ed25519 public key
   */
  public static CredentialOrder ofPublicKey(JsonObject jwk) {
    if (jwk.containsKey("d")) {
      throw new IllegalArgumentException(
          "publicKey has the member d, which is the private key: keep that to yourself, make a new"
              + " pair and send only kty, crv and x");
    }
    try {
      String bare = Ed25519Jwk.ofPublic(Ed25519Jwk.publicKey(jwk)).encode();
      return new CredentialOrder(Set.of(CredentialKind.KEY), Optional.of(bare));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "publicKey is not accepted: "
              + e.getMessage()
              + "; allowed is an Ed25519 JWK: kty OKP, crv Ed25519, x of 32 bytes in base64url",
          e);
    }
  }
}
