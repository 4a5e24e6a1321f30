package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.store.IdentityStore.Client;
import io.spillway.testing.SettableClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All refusals of credentials do the same work, whatever is wrong with them. */
class EqualWorkTest {
  private static final String NOW = "2026-03-01T12:00:00Z";

  private final Vertx vertx = Vertx.vertx();
  private final MemoryIdentityStore store = new MemoryIdentityStore();
  private final SecretHash hashes = new SecretHash();
  private final SecretLogin login = new SecretLogin(vertx, store, hashes);

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "known", "revoked", "withoutSecret"})
  void eachRefusalReadsTheStoreOnce(String clientId) {
    add("known", hashes.of("right"), Optional.empty());
    add("revoked", hashes.of("right"), Optional.of(Instant.parse(NOW)));
    add("withoutSecret", "", Optional.empty());

    assertThat(Await.failure(login.authenticate(clientId, "wrong")))
        .hasMessageContaining("client authentication failed");

    assertThat(store.clientReads).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "known", "revoked", "withoutKey"})
  void eachRefusedAssertionHasOneSignatureChecked(String clientId) {
    SettableClock clock = new SettableClock(Instant.parse(NOW));
    List<PublicKey> checked = new CopyOnWriteArrayList<>();
    AssertionLogin assertions =
        new AssertionLogin(
            vertx,
            store,
            clock,
            (jws, key) -> {
              checked.add(key);
              return jws.signedBy(key);
            });
    String key = Ed25519Jwk.ofPublic(Ed25519Jwk.generate().getPublic()).encode();
    put("known", "", key, Optional.empty());
    put("revoked", "", key, Optional.of(clock.instant()));
    put("withoutKey", "", "", Optional.empty());
    JsonObject claims =
        new JsonObject()
            .put("iss", clientId)
            .put("sub", clientId)
            .put("aud", "spillway.example")
            .put("exp", clock.instant().getEpochSecond() + 60);
    String assertion = Jwts.signed(Jwts.eddsa(), claims, Ed25519Jwk.generate().getPrivate());

    assertThat(
            Await.failure(assertions.authenticate(clientId, assertion, Set.of("spillway.example"))))
        .hasMessageContaining("client authentication failed");

    assertThat(store.clientReads).hasValue(1);
    assertThat(checked).hasSize(1);
  }

  private void add(String id, String secretHash, Optional<Instant> revokedAt) {
    put(id, secretHash, "", revokedAt);
  }

  private void put(String id, String secretHash, String publicKey, Optional<Instant> revokedAt) {
    store.clients.put(
        id,
        new Client(
            id,
            id,
            Set.of("viewer"),
            Set.of(),
            secretHash,
            publicKey,
            0,
            Instant.parse(NOW),
            revokedAt));
  }
}
