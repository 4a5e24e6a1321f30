package io.spillway.api.auth.jose;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed JWT in compact form. Parsing proves nothing about who signed it.
 *
 * <p>Not by a library: jose4j also accepts padding, spaces, stray characters, unused bits and a
 * longer signature, so that one token would have many spellings.
 */
public final class CompactJws {
  public static final int MAX_BYTES = 8192;

  private static final Set<String> OWN_ALGORITHMS = Set.of("EdDSA");

  /** Bytes of a signature, where the algorithm alone determines them. */
  private static final Map<String, Integer> SIGNATURE_BYTES =
      Map.of("EdDSA", 64, "ES256", 64, "ES384", 96, "ES512", 132);

  private static final Pattern UNSIGNED = Pattern.compile("[\\w-]+\\.[\\w-]+\\.?");
  private static final Pattern SIGNED = Pattern.compile("(([\\w-]+)\\.([\\w-]+))\\.([\\w-]+)");

  private final String signingInput;
  private final JsonObject header;
  private final JsonObject claims;
  private final byte[] signature;

  private CompactJws(String signingInput, JsonObject header, JsonObject claims, byte[] signature) {
    this.signingInput = signingInput;
    this.header = header;
    this.claims = claims;
    this.signature = signature;
  }

  /** Parses a token that is signed with Ed25519, as by this server and its clients. */
  public static CompactJws parse(String token) throws JwsException {
    return parse(token, OWN_ALGORITHMS);
  }

  /**
   * Parses a token strictly: three unpadded base64url parts, an allowed algorithm, no critical
   * extensions, a signature of the right length.
   *
   * @param algorithms that are allowed, by their names in the header
   */
  public static CompactJws parse(String token, Set<String> algorithms) throws JwsException {
    if (token.length() > MAX_BYTES) {
      throw new JwsException(
          "has %d characters, must have at most %d".formatted(token.length(), MAX_BYTES));
    }
    if (UNSIGNED.matcher(token).matches()) {
      throw new JwsException("is not signed, must be signed with " + listed(algorithms));
    }
    Matcher parts = SIGNED.matcher(token);
    if (!parts.matches()) {
      throw new JwsException("is not a JWT, must be three base64url parts joined by dots");
    }
    JsonObject header = json(parts.group(2), "header");
    String algorithm = algorithm(header, algorithms);
    JsonObject claims = json(parts.group(3), "payload");
    byte[] signature = decode(parts.group(4), "signature");
    int length = SIGNATURE_BYTES.getOrDefault(algorithm, signature.length);
    if (signature.length != length) {
      throw new JwsException(
          "has a signature of %d bytes, must have %d".formatted(signature.length, length));
    }
    return new CompactJws(parts.group(1), header, claims, signature);
  }

  /**
   * Signs claims with a private JWK.
   *
   * @param type the header {@code typ}, by which tokens for different purposes differ
   */
  public static String sign(JsonObject privateJwk, String type, JsonObject claims) {
    JsonObject header =
        new JsonObject()
            .put("typ", type)
            .put("alg", "EdDSA")
            .put("kid", privateJwk.getString("kid"));
    String signingInput = encode(header) + "." + encode(claims);
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(Ed25519Jwk.keyPair(privateJwk).getPrivate());
      ed25519.update(signingInput.getBytes(StandardCharsets.US_ASCII));
      return signingInput + "." + encode(ed25519.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot sign with Ed25519", e);
    }
  }

  /** Whether the holder of {@code key}'s private half signed this. */
  public boolean signedBy(PublicKey key) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(key);
      ed25519.update(signingInput.getBytes(StandardCharsets.US_ASCII));
      return ed25519.verify(signature);
    } catch (GeneralSecurityException e) {
      // The JDK also throws for signatures that are not on the curve.
      return false;
    }
  }

  /** Encoded header and payload, which the signature covers. */
  public String signingInput() {
    return signingInput;
  }

  public JsonObject header() {
    return header;
  }

  public JsonObject claims() {
    return claims;
  }

  private static String encode(JsonObject json) {
    return encode(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String algorithm(JsonObject header, Set<String> allowed) throws JwsException {
    if (!(header.getValue("alg") instanceof String algorithm) || !allowed.contains(algorithm)) {
      throw new JwsException(
          "has alg %s, must be %s"
              .formatted(
                  PrintableAscii.of(String.valueOf(header.getValue("alg")), 32), listed(allowed)));
    }
    if (header.containsKey("crit")) {
      throw new JwsException("has critical extensions (crit), must have none");
    }
    return algorithm;
  }

  private static String listed(Set<String> algorithms) {
    return String.join(" or ", new TreeSet<>(algorithms));
  }

  private static JsonObject json(String part, String name) throws JwsException {
    try {
      return new JsonObject(Buffer.buffer(decode(part, name)));
    } catch (DecodeException | ClassCastException e) {
      throw new JwsException("has an invalid " + name + ", must be a JSON object");
    }
  }

  private static byte[] decode(String part, String name) throws JwsException {
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new JwsException("has an invalid " + name + ", must be base64url");
    }
    // The decoder ignores unused bits of the last character.
    if (!encode(decoded).equals(part)) {
      throw new JwsException("has an invalid %s, must be canonical base64url".formatted(name));
    }
    return decoded;
  }
}
