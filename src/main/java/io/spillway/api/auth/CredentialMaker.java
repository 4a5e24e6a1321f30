package io.spillway.api.auth;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.api.auth.jose.RandomBytes;
import java.security.KeyPair;

/** Makes credentials. Blocks for a few milliseconds. */
final class CredentialMaker {
  private static final int SECRET_BYTES = 32;

  private final SecretHash hashes;

  CredentialMaker(SecretHash hashes) {
    this.hashes = hashes;
  }

  /**
   * New credentials.
   *
   * @param secretHash what is stored of the secret, empty if there is none
   * @param publicKey what is stored of the key, empty if there is none
   * @param told what the client is told
   */
  record Made(String secretHash, String publicKey, Credentials told) {}

  Made make(String clientId, CredentialOrder order) {
    String secret = "";
    String secretHash = "";
    if (order.kinds().contains(CredentialKind.SECRET)) {
      secret = RandomBytes.base64Url(SECRET_BYTES);
      secretHash = hashes.of(secret);
    }
    String privateKey = "";
    String publicKey = order.publicKey().orElse("");
    if (order.kinds().contains(CredentialKind.KEY) && publicKey.isEmpty()) {
      KeyPair pair = Ed25519Jwk.generate();
      privateKey = ClientKey.encode(pair);
      publicKey = Ed25519Jwk.ofPublic(pair.getPublic()).encode();
    }
    return new Made(secretHash, publicKey, new Credentials(clientId, secret, privateKey));
  }
}
