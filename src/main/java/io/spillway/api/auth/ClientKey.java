package io.spillway.api.auth;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;

/**
 * A client's private key as one string: {@code <prefix>:<name>:v1:<base64url of the private JWK>}.
 */
final class ClientKey {
  // The published C1 SDKs read a key only under this prefix and name.
  private static final String PREFIX = "secret-token:conductorone.com:v1:";
  private static final String VERSION = "v1";
  private static final int PARTS = 4;
  private static final byte[] PROBE = "spillway".getBytes(StandardCharsets.US_ASCII);

  private final PrivateKey key;

  private ClientKey(PrivateKey key) {
    this.key = key;
  }

  static String encode(KeyPair pair) {
    byte[] jwk = Ed25519Jwk.ofPair(pair).encode().getBytes(StandardCharsets.UTF_8);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(jwk);
  }

  /** The key in {@code text}, if it has this form, under any prefix and name. */
  static Optional<ClientKey> parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != PARTS || !parts[2].equals(VERSION)) {
      return Optional.empty();
    }
    try {
      byte[] jwk = Base64.getUrlDecoder().decode(parts[3]);
      JsonObject decoded = new JsonObject(new String(jwk, StandardCharsets.UTF_8));
      return Optional.of(new ClientKey(Ed25519Jwk.keyPair(decoded).getPrivate()));
    } catch (IllegalArgumentException | DecodeException e) {
      return Optional.empty();
    }
  }

  /** Whether this is the private key of {@code publicKey}. The member x of the JWK is ignored. */
  boolean belongsTo(PublicKey publicKey) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
  }
}
