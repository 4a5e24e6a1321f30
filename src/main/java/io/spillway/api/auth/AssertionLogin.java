package io.spillway.api.auth;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.api.auth.jose.JwsException;
import io.spillway.store.IdentityStore;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Authenticates clients by {@code client_assertion}. Cheap checks precede that of the signature,
 * and only a valid assertion is marked as used.
 */
final class AssertionLogin {
  private final Vertx vertx;
  private final IdentityStore store;
  private final Clock clock;
  private final BiPredicate<CompactJws, PublicKey> signedBy;

  /** Used instead of the key of an unknown client, so that its refusal takes as long. */
  private final PublicKey decoy = Ed25519Jwk.generate().getPublic();

  /**
   * @param signedBy whether a key signed an assertion
   */
  AssertionLogin(
      Vertx vertx, IdentityStore store, Clock clock, BiPredicate<CompactJws, PublicKey> signedBy) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
    this.signedBy = signedBy;
  }

  /**
   * Fails with {@link TokenRequestException} if {@code assertion} is not the client's, not for one
   * of {@code audiences}, or was used before on any node.
   */
  Future<Client> authenticate(String clientId, String assertion, Set<String> audiences) {
    CompactJws jws = parse(assertion);
    AssertionClaims claims = AssertionClaims.check(jws, clientId, audiences, clock.instant());
    return vertx
        .executeBlocking(() -> signer(clientId, jws), false)
        .compose(client -> useOnce(claims).map(v -> client));
  }

  private static CompactJws parse(String assertion) {
    try {
      return CompactJws.parse(assertion);
    } catch (JwsException e) {
      throw TokenRequestException.invalidAssertion("client_assertion " + e.getMessage());
    }
  }

  private Client signer(String clientId, CompactJws jws) {
    Optional<Client> client = store.client(clientId);
    PublicKey key =
        client
            .map(Client::publicKey)
            .filter(jwk -> !jwk.isEmpty())
            .<PublicKey>map(jwk -> Ed25519Jwk.publicKey(new JsonObject(jwk)))
            .orElse(decoy);
    boolean signed = signedBy.test(jws, key);
    if (client.isEmpty()) {
      throw TokenRequestException.authenticationFailed("unknown client");
    }
    if (!signed) {
      throw TokenRequestException.authenticationFailed("client_assertion has a wrong signature");
    }
    if (client.get().revokedAt().isPresent()) {
      throw TokenRequestException.authenticationFailed("revoked client");
    }
    return client.get();
  }

  private Future<Void> useOnce(AssertionClaims claims) {
    // The skew, since the clock of another node may be behind.
    return Future.fromCompletionStage(
            store.useOnce(claims.replayKey(), claims.expiresAt().plus(AssertionClaims.SKEW)),
            vertx.getOrCreateContext())
        .map(
            first -> {
              if (!first) {
                throw TokenRequestException.invalidAssertion("client_assertion was used before");
              }
              return null;
            });
  }
}
