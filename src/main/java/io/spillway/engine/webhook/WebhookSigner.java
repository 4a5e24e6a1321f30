package io.spillway.engine.webhook;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** The server's key for the tokens of C1's format, Ed25519. Immutable and thread-safe. */
final class WebhookSigner {
  private static final String ALGORITHM = "Ed25519";
  private static final int LENGTH_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final PrivateKey key;
  private final JsonObject publicJwk;

  private WebhookSigner(PrivateKey key, JsonObject publicJwk) {
    this.key = key;
    this.publicJwk = publicJwk;
  }

  /** A new private key as JWK (RFC 8037), with its thumbprint (RFC 7638) as id. */
  static JsonObject generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      byte[] x509 = pair.getPublic().getEncoded();
      String x =
          BASE64.encodeToString(Arrays.copyOfRange(x509, x509.length - LENGTH_BYTES, x509.length));
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
      return new JsonObject()
          .put("kty", "OKP")
          .put("crv", ALGORITHM)
          .put("x", x)
          .put("d", BASE64.encodeToString(seed))
          .put("kid", base64Sha256(members.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
  }

  /**
   * @param jwk as {@link #generate} makes it
   */
  static WebhookSigner of(JsonObject jwk) {
    try {
      byte[] seed = Base64.getUrlDecoder().decode(jwk.getString("d"));
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
      JsonObject shown = jwk.copy();
      shown.remove("d");
      return new WebhookSigner(key, shown.put("use", "sig").put("alg", "EdDSA"));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException("the key for webhooks in the store is no Ed25519 key", e);
    }
  }

  /** A signed token (RFC 7519) with these claims. */
  String sign(JsonObject claims) {
    JsonObject header =
        new JsonObject()
            .put("alg", "EdDSA")
            .put("typ", "JWT")
            .put("kid", publicJwk.getString("kid"));
    String signed = encoded(header) + "." + encoded(claims);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
  }

  /** The public key as a JWK set (RFC 7517, 5). */
  JsonObject jwkSet() {
    return new JsonObject().put("keys", new JsonArray().add(publicJwk.copy()));
  }

  private static String encoded(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String base64Sha256(byte[] bytes) {
    return BASE64.encodeToString(sha256(bytes));
  }
}
