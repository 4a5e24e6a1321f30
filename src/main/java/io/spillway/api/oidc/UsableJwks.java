package io.spillway.api.oidc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Selects from a JWK Set the public keys that may verify tokens, each with the one algorithm it is
 * used with. Shared secrets, encryption keys and short RSA keys are skipped, and of the others only
 * the key itself is copied: no certificates, no URLs.
 *
 * <p>Not by a library: vertx-auth also takes shared secrets, short RSA keys and certificates.
 */
final class UsableJwks {
  /** A token without a key id is tried with each. */
  private static final int MAX_KEYS = 100;

  private static final int MIN_RSA_BITS = 2048;
  private static final List<String> RSA =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
  private static final Map<String, String> EC =
      Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512");
  private static final String EDDSA = "EdDSA";

  /** The algorithms that tokens may be signed with. */
  static final Set<String> ALGORITHMS = Set.copyOf(allAlgorithms());

  private UsableJwks() {}

  /** Throws {@link ProviderException} if there is no usable key, or the set is invalid. */
  static List<JsonObject> of(JsonObject jwkSet) {
    if (!(jwkSet.getValue("keys") instanceof JsonArray keys)) {
      throw new ProviderException("the JWK Set has no list of keys");
    }
    if (keys.size() > MAX_KEYS) {
      throw new ProviderException(
          "the JWK Set has %d keys, must have at most %d".formatted(keys.size(), MAX_KEYS));
    }
    List<JsonObject> usable = new ArrayList<>();
    for (Object key : keys) {
      if (key instanceof JsonObject jwk && isForSignatures(jwk)) {
        algorithmsOf(jwk).forEach(algorithm -> usable.add(keyOnly(jwk, algorithm)));
      }
    }
    if (usable.isEmpty()) {
      throw new ProviderException("the JWK Set has no usable key to verify tokens");
    }
    return usable;
  }

  private static boolean isForSignatures(JsonObject jwk) {
    Object use = jwk.getValue("use");
    return use == null || use.equals("sig");
  }

  private static List<String> algorithmsOf(JsonObject jwk) {
    List<String> possible =
        switch (text(jwk, "kty")) {
          case "RSA" -> isLongEnough(jwk) && has(jwk, "e") ? RSA : List.of();
          case "EC" ->
              has(jwk, "x") && has(jwk, "y")
                  ? Stream.ofNullable(EC.get(text(jwk, "crv"))).toList()
                  : List.of();
          case "OKP" ->
              has(jwk, "x") && text(jwk, "crv").equals("Ed25519") ? List.of(EDDSA) : List.of();
          default -> List.of();
        };
    Object named = jwk.getValue("alg");
    return named == null ? possible : possible.stream().filter(named::equals).toList();
  }

  private static boolean isLongEnough(JsonObject jwk) {
    try {
      byte[] modulus = Base64.getUrlDecoder().decode(text(jwk, "n"));
      return new BigInteger(1, modulus).bitLength() >= MIN_RSA_BITS;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean has(JsonObject jwk, String member) {
    return !text(jwk, member).isEmpty();
  }

  private static String text(JsonObject jwk, String member) {
    return jwk.getValue(member) instanceof String text ? text : "";
  }

  private static JsonObject keyOnly(JsonObject jwk, String algorithm) {
    JsonObject keyOnly = new JsonObject();
    for (String member : List.of("kty", "kid", "n", "e", "crv", "x", "y")) {
      if (has(jwk, member)) {
        keyOnly.put(member, text(jwk, member));
      }
    }
    return keyOnly.put("use", "sig").put("alg", algorithm);
  }

  private static List<String> allAlgorithms() {
    return Stream.of(RSA.stream(), EC.values().stream(), Stream.of(EDDSA))
        .flatMap(names -> names)
        .toList();
  }
}
