package io.spillway.api.auth;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.api.auth.jose.RandomBytes;
import java.security.KeyPair;

/** Generates credentials. Blocks for a few milliseconds. */
final class CredentialMaker {
  private static final int SECRET_BYTES = 32;

  private final SecretHash hashes;

  CredentialMaker(SecretHash hashes) {
    this.hashes = hashes;
  }

  /**
   * New credentials.
   *
   * @param secretHash stored; empty if there is no secret
   * @param publicKey stored; empty if there is no key
   * @param credentials returned to the client
   */
  record NewCredentials(String secretHash, String publicKey, Credentials credentials) {}

  NewCredentials make(String clientId, CredentialRequest request) {
    String secret = "";
    String secretHash = "";
    if (request.kinds().contains(CredentialKind.SECRET)) {
      secret = RandomBytes.base64Url(SECRET_BYTES);
      secretHash = hashes.of(secret);
    }
    String privateKey = "";
    String publicKey = request.publicKey().orElse("");
    if (request.kinds().contains(CredentialKind.KEY) && publicKey.isEmpty()) {
      KeyPair pair = Ed25519Jwk.generate();
      privateKey = ClientKey.encode(pair);
      publicKey = Ed25519Jwk.ofPublic(pair.getPublic()).encode();
    }
    return new NewCredentials(secretHash, publicKey, new Credentials(clientId, secret, privateKey));
  }
}
