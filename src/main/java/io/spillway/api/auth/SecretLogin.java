package io.spillway.api.auth;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.store.IdentityStore;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.util.Optional;

/** Authenticates clients by {@code client_secret}: their secret, or their {@link ClientKey}. */
final class SecretLogin {
  private final Vertx vertx;
  private final IdentityStore store;
  private final SecretHash hashes;
  private final FailedAttemptLimit failures;

  /** Stands in for the key of a client without one, so that refusing it takes as long. */
  private final PublicKey decoyKey = Ed25519Jwk.generate().getPublic();

  SecretLogin(Vertx vertx, IdentityStore store, SecretHash hashes, FailedAttemptLimit failures) {
    this.vertx = vertx;
    this.store = store;
    this.hashes = hashes;
    this.failures = failures;
  }

  /** Fails with {@link TokenRequestException} if {@code secret} is not the client's. */
  Future<Client> authenticate(RequestOrigin origin, String secret) {
    return vertx.executeBlocking(() -> check(origin, secret), false);
  }

  private Client check(RequestOrigin origin, String secret) {
    // Checked on the worker, so that of many concurrent attempts only a few are hashed.
    if (failures.isBlocked(origin)) {
      throw TokenRequestException.tooManyFailures();
    }
    Optional<Client> client = store.client(origin.clientId());
    boolean matches =
        ClientKey.parse(secret)
            .map(key -> key.belongsTo(keyOf(client)))
            .orElseGet(() -> hashes.matches(hashOf(client), secret));
    if (client.isPresent() && matches && client.get().revokedAt().isEmpty()) {
      failures.onSuccess(origin);
      return client.get();
    }
    boolean reached = failures.isReached(origin);
    failures.onFailure(origin);
    if (reached) {
      // Otherwise the response would reveal that a trusted client exists.
      throw TokenRequestException.tooManyFailures();
    }
    throw TokenRequestException.authenticationFailed(reason(client));
  }

  private String hashOf(Optional<Client> client) {
    return client.map(Client::secretHash).filter(h -> !h.isEmpty()).orElse(hashes.decoy());
  }

  private PublicKey keyOf(Optional<Client> client) {
    return client
        .map(Client::publicKey)
        .filter(jwk -> !jwk.isEmpty())
        .<PublicKey>map(jwk -> Ed25519Jwk.publicKey(new JsonObject(jwk)))
        .orElse(decoyKey);
  }

  private static String reason(Optional<Client> client) {
    if (client.isEmpty()) {
      return "unknown client";
    }
    return client.get().revokedAt().isPresent() ? "revoked client" : "wrong client_secret";
  }
}
