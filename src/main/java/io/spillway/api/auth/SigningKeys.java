package io.spillway.api.auth;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.store.IdentityStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that access tokens are signed with. One of them signs, all of them verify.
 *
 * <p>A new key is published before it signs, so that all nodes, and others who read the JWK Set,
 * know it by then. Older keys verify until their last tokens have expired.
 */
final class SigningKeys {
  static final String USE = "access-token";

  /** How long a key is published before it signs. */
  static final Duration PUBLISHED_BEFORE_USE = Duration.ofMinutes(5);

  /** How long a key is kept after it last signed: the longest lifetime of tokens and an hour. */
  static final Duration KEPT_AFTER_USE = AuthSettings.MAX_LIFETIME.plus(Duration.ofHours(1));

  private final List<IdentityStore.Key> keys;
  private final List<JsonObject> privateJwks;
  private final List<JsonObject> publicJwks;
  private final List<JWTAuth> signers;
  private final JWTAuth verifier;
  private final Set<String> keyIds;

  /**
   * @param keys whose material are private JWKs, newest first, at least one
   */
  SigningKeys(Vertx vertx, List<IdentityStore.Key> keys) {
    List<JsonObject> jwks = keys.stream().map(key -> new JsonObject(key.material())).toList();
    // vertx-auth-jwt skips an unreadable key with a warning; fail here instead.
    jwks.forEach(Ed25519Jwk::keyPair);
    this.keys = List.copyOf(keys);
    this.privateJwks = jwks;
    this.publicJwks = jwks.stream().map(Ed25519Jwk::publicPart).toList();
    this.signers = jwks.stream().map(jwk -> JWTAuth.create(vertx, options(List.of(jwk)))).toList();
    this.verifier = JWTAuth.create(vertx, options(publicJwks));
    this.keyIds = jwks.stream().map(jwk -> jwk.getString("kid")).collect(Collectors.toSet());
  }

  /** A new private JWK with its thumbprint as key id. */
  static JsonObject generate() {
    JsonObject jwk = Ed25519Jwk.ofPair(Ed25519Jwk.generate());
    return jwk.put("kid", Ed25519Jwk.thumbprint(jwk)).put("use", "sig").put("alg", "EdDSA");
  }

  /** Of the newest key that was published long enough, else of the oldest. */
  JWTAuth signer(Instant now) {
    return signers.get(signing(now));
  }

  /** The private JWK of the key that {@link #signer} uses. */
  JsonObject privateJwk(Instant now) {
    return privateJwks.get(signing(now));
  }

  private int signing(Instant now) {
    int index = 0;
    while (index < keys.size() - 1 && now.isBefore(signsFrom(index))) {
      index++;
    }
    return index;
  }

  JWTAuth verifier() {
    return verifier;
  }

  /** Whether a key has this id. */
  boolean knows(String keyId) {
    return keyIds.contains(keyId);
  }

  /** Whether a new key is due. */
  boolean isRotationDue(Duration period, Instant now) {
    return !now.isBefore(keys.get(0).createdAt().plus(period));
  }

  /** Id of the next key in the store, the same on all nodes. */
  String nextId() {
    String newest = keys.get(0).id();
    return USE + "-" + (Long.parseLong(newest.substring(USE.length() + 1)) + 1);
  }

  /** Ids in the store of keys whose last tokens have expired. */
  List<String> expiredIds(Instant now) {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i < keys.size(); i++) {
      if (!now.isBefore(signsFrom(i - 1).plus(KEPT_AFTER_USE))) {
        ids.add(keys.get(i).id());
      }
    }
    return ids;
  }

  /** The public parts as a JWK Set (RFC 7517, 5). */
  JsonObject jwkSet() {
    return new JsonObject().put("keys", new JsonArray(publicJwks));
  }

  private Instant signsFrom(int index) {
    return keys.get(index).createdAt().plus(PUBLISHED_BEFORE_USE);
  }

  private static JWTAuthOptions options(List<JsonObject> jwks) {
    // Expiry is checked elsewhere against the injected clock; the library uses the system's.
    return new JWTAuthOptions()
        .setJwks(jwks)
        .setJWTOptions(new JWTOptions().setAlgorithm("EdDSA").setIgnoreExpiration(true));
  }
}
