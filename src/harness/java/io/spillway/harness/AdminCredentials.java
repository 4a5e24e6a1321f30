package io.spillway.harness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * The credentials that a node leaves in its data directory.
 *
 * @param id of the client
 * @param secret of the client
 * @param key four parts joined by colons, the last one a private JWK
 */
public record AdminCredentials(String id, String secret, String key) {
  public static final String FILE = "admin-client.json";

  private static final int KEY_PARTS = 4;
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  public static AdminCredentials read(Path data) {
    return readFile(data.resolve(FILE));
  }

  /** The same from a file of any name. */
  public static AdminCredentials readFile(Path file) {
    try {
      JsonObject json = new JsonObject(Files.readString(file));
      return new AdminCredentials(
          json.getString("clientId"), json.getString("clientSecret"), json.getString("clientKey"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Token request parameters with the client secret. */
  public List<String> secretForm() {
    return List.of("client_id", id, "client_secret", secret);
  }

  /** Token request parameters with an assertion signed by the client key. */
  public List<String> assertionForm(String audience, String nonce, Instant now) {
    return List.of(
        "client_id",
        id,
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion",
        assertion(audience, nonce, now));
  }

  private String assertion(String audience, String nonce, Instant now) {
    JsonObject header = new JsonObject().put("alg", "EdDSA").put("typ", "JWT").put("nonce", nonce);
    JsonObject claims =
        new JsonObject()
            .put("iss", id)
            .put("sub", id)
            .put("aud", audience)
            .put("iat", now.getEpochSecond())
            .put("exp", now.getEpochSecond() + 120);
    String input = encode(header) + "." + encode(claims);
    return input + "." + BASE64URL.encodeToString(sign(input));
  }

  private byte[] sign(String input) {
    List<String> parts = List.of(key.split(":", KEY_PARTS));
    JsonObject jwk = new JsonObject(new String(decode(parts.get(3)), StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new EdECPrivateKeySpec(NamedParameterSpec.ED25519, decode(jwk.getString("d")))));
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static String encode(JsonObject json) {
    return BASE64URL.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }
}
