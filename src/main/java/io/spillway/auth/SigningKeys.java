package io.spillway.auth;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;

/**
 * The keys that access tokens are signed with. The newest signs, all of them verify.
 *
 * @param jwks private JWKs, newest first
 */
record SigningKeys(List<JsonObject> jwks) {
  static final String USE = "access-token";

  SigningKeys {
    // A key that vertx-auth-jwt cannot read is skipped by it with a warning; fail here instead.
    jwks.forEach(Ed25519Jwk::keyPair);
    jwks = List.copyOf(jwks);
  }

  /** A new private JWK, named by its thumbprint. */
  static JsonObject generate() {
    JsonObject jwk = Ed25519Jwk.ofPair(Ed25519Jwk.generate());
    return jwk.put("kid", Ed25519Jwk.thumbprint(jwk)).put("use", "sig").put("alg", "EdDSA");
  }

  JWTAuth signer(Vertx vertx) {
    return JWTAuth.create(vertx, options(List.of(jwks.get(0))));
  }

  JWTAuth verifier(Vertx vertx) {
    return JWTAuth.create(vertx, options(publicJwks()));
  }

  /** The public parts as a JWK Set (RFC 7517, 5). */
  JsonObject jwkSet() {
    return new JsonObject().put("keys", new JsonArray(publicJwks()));
  }

  private List<JsonObject> publicJwks() {
    return jwks.stream().map(Ed25519Jwk::publicPart).toList();
  }

  private static JWTAuthOptions options(List<JsonObject> jwks) {
    // Expiry is checked against the injected clock, not by the library against the system's.
    return new JWTAuthOptions()
        .setJwks(jwks)
        .setJWTOptions(new JWTOptions().setAlgorithm("EdDSA").setIgnoreExpiration(true));
  }
}
