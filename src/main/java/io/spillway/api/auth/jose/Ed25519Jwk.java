package io.spillway.api.auth.jose;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Ed25519 keys as JSON Web Keys (RFC 8037) and back.
 *
 * <p>Not by a library: jose4j reads a key of any length, and vertx-auth-jwt skips one that it
 * cannot read.
 */
public final class Ed25519Jwk {
  private static final int LENGTH_BYTES = 32;

  /** What precedes the 32 bytes of a public key in its X.509 form (RFC 8410, 4). */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519Jwk() {}

  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
  }

  /** The private form, with {@code x} and {@code d}. */
  public static JsonObject ofPair(KeyPair pair) {
    byte[] seed =
        ((EdECPrivateKey) pair.getPrivate())
            .getBytes()
            .orElseThrow(() -> new IllegalArgumentException("the private key is not extractable"));
    return ofPublic(pair.getPublic()).put("d", encode(seed));
  }

  /** The public form of an Ed25519 key, with {@code x} only. */
  public static JsonObject ofPublic(PublicKey key) {
    byte[] x509 = key.getEncoded();
    byte[] x = Arrays.copyOfRange(x509, X509_PREFIX.length, x509.length);
    return new JsonObject().put("kty", "OKP").put("crv", "Ed25519").put("x", encode(x));
  }

  /** A copy without the private part. */
  public static JsonObject publicPart(JsonObject jwk) {
    JsonObject copy = jwk.copy();
    copy.remove("d");
    return copy;
  }

  /**
   * The key in {@code jwk}'s {@code x}.
   *
   * @throws IllegalArgumentException if {@code jwk} is not an Ed25519 key
   */
  public static PublicKey publicKey(JsonObject jwk) {
    byte[] x = decode(jwk, "x");
    byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + LENGTH_BYTES);
    System.arraycopy(x, 0, x509, X509_PREFIX.length, LENGTH_BYTES);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("JWK member x is not an Ed25519 public key", e);
    }
  }

  /**
   * Both keys of a private {@code jwk}.
   *
   * @throws IllegalArgumentException if {@code jwk} is not a private Ed25519 key
   */
  public static KeyPair keyPair(JsonObject jwk) {
    try {
      return new KeyPair(
          publicKey(jwk),
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new EdECPrivateKeySpec(NamedParameterSpec.ED25519, decode(jwk, "d"))));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("JWK member d is not an Ed25519 private key", e);
    }
  }

  /** The SHA-256 thumbprint (RFC 7638), a key id that follows from the public key. */
  public static String thumbprint(JsonObject jwk) {
    String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + jwk.getString("x") + "\"}";
    return Sha256.base64Url(canonical.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decode(JsonObject jwk, String member) {
    if (!"OKP".equals(jwk.getValue("kty")) || !"Ed25519".equals(jwk.getValue("crv"))) {
      throw new IllegalArgumentException("JWK must have kty OKP and crv Ed25519");
    }
    if (!(jwk.getValue(member) instanceof String text)) {
      throw new IllegalArgumentException("JWK has no member " + member);
    }
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (bytes.length != LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "JWK member %s has %d bytes, must have %d".formatted(member, bytes.length, LENGTH_BYTES));
    }
    return bytes;
  }
}
