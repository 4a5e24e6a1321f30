package io.spillway.api.auth.jose;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;

/**
 * Ed25519 keys as JSON Web Keys (RFC 8037) and back.
 *
 * <p>The JDK holds a public key as the point's y and one bit for its x; on the wire it is y as 32
 * little-endian bytes with the odd bit of x on top of the last byte (RFC 8032, 5.1.2).
 */
public final class Ed25519Jwk {
  private static final int LENGTH_BYTES = 32;
  private static final int X_ODD_BIT = 0x80;

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
    return ofPublic((EdECPublicKey) pair.getPublic()).put("d", encode(seed));
  }

  /** The public form, with {@code x} only. */
  public static JsonObject ofPublic(EdECPublicKey key) {
    byte[] bigEndian = key.getPoint().getY().toByteArray();
    byte[] x = new byte[LENGTH_BYTES];
    for (int i = 0; i < Math.min(LENGTH_BYTES, bigEndian.length); i++) {
      x[i] = bigEndian[bigEndian.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      x[LENGTH_BYTES - 1] |= (byte) X_ODD_BIT;
    }
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
  public static EdECPublicKey publicKey(JsonObject jwk) {
    byte[] x = decode(jwk, "x");
    boolean xOdd = (x[LENGTH_BYTES - 1] & X_ODD_BIT) != 0;
    byte[] bigEndian = new byte[LENGTH_BYTES];
    for (int i = 0; i < LENGTH_BYTES; i++) {
      bigEndian[i] = x[LENGTH_BYTES - 1 - i];
    }
    bigEndian[0] &= (byte) ~X_ODD_BIT;
    EdECPoint point = new EdECPoint(xOdd, new BigInteger(1, bigEndian));
    try {
      return (EdECPublicKey)
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
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
