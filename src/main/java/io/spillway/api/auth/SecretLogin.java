package io.spillway.api.auth;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.store.IdentityStore;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates clients by {@code client_secret}: their secret, or their {@link ClientKey}. There
 * is no lock-out: the secrets cannot be guessed, and a right one is never refused since others sent
 * wrong ones.
 */
final class SecretLogin {
  private static final Logger LOG = LoggerFactory.getLogger(SecretLogin.class);

  private final Vertx vertx;
  private final IdentityStore store;
  private final SecretHash hashes;

  /** Stands in for the key of a client without one, so that refusing it takes as long. */
  private final PublicKey decoyKey = Ed25519Jwk.generate().getPublic();

  SecretLogin(Vertx vertx, IdentityStore store, SecretHash hashes) {
    this.vertx = vertx;
    this.store = store;
    this.hashes = hashes;
  }

  /** Fails with {@link TokenRequestException} if {@code secret} is not the client's. */
  Future<Client> authenticate(String clientId, String secret) {
    return vertx.executeBlocking(() -> check(clientId, secret), false);
  }

  private Client check(String clientId, String secret) {
    Optional<Client> client = store.client(clientId);
    boolean matches =
        ClientKey.parse(secret)
            .map(key -> key.belongsTo(keyOf(client)))
            .orElseGet(() -> matchesHash(client, secret));
    if (client.isPresent() && matches && client.get().revokedAt().isEmpty()) {
      return client.get();
    }
    throw TokenRequestException.authenticationFailed(reason(client));
  }

  private boolean matchesHash(Optional<Client> client, String secret) {
    String hash = client.map(Client::secretHash).orElse("");
    if (hash.isEmpty() || !hashes.matches(hash, secret)) {
      return false;
    }
    if (!hashes.isCurrent(hash)) {
      client.ifPresent(known -> renewHash(known.id(), hash, secret));
    }
    return true;
  }

  private void renewHash(String clientId, String hash, String secret) {
    store
        .replaceSecretHash(clientId, hash, hashes.of(secret))
        .exceptionally(
            failure -> {
              LOG.info(
                  "The earlier hash of the secret of {} stays until its next use: {}",
                  clientId,
                  failure.getMessage());
              return null;
            });
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
