package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.jose.Ed25519Jwk;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rotation of signing keys on two nodes of one store. */
class KeyRingTest {
  private static final Duration ROTATION = Duration.ofDays(30);

  private final AuthServer server = new AuthServer();
  private final Credentials credentials = server.register(Role.ADMIN);
  private final KeyRing ring = open();
  private final KeyRing other = open();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void nodesThatRotateTogetherEndUpWithTheSameKeys() {
    server.clock.advance(ROTATION);
    io.vertx.core.Future<Void> first = ring.refresh();
    io.vertx.core.Future<Void> second = other.refresh();
    Await.result(first);
    Await.result(second);
    Await.result(ring.refresh());

    assertThat(ring.jwkSet().getJsonArray("keys")).hasSize(2);
    assertThat(ring.jwkSet()).isEqualTo(other.jwkSet());
  }

  @Test
  void aKeyIsNotReplacedBeforeItsTime() {
    server.clock.advance(ROTATION.minusMillis(1));
    Await.result(ring.refresh());

    assertThat(ring.jwkSet().getJsonArray("keys")).hasSize(1);
  }

  @Test
  void aNewKeySignsOnlyOnceItWasPublishedForAWhile() {
    String old = kid(issue());
    server.clock.advance(ROTATION);
    Await.result(ring.refresh());
    assertThat(kid(issue())).isEqualTo(old);

    server.clock.advance(SigningKeys.PUBLISHED_BEFORE_USE);

    assertThat(kid(issue())).isNotEqualTo(old);
  }

  @Test
  void aNodeThatMeetsAnUnknownKeyReadsTheKeysAnew() {
    server.clock.advance(ROTATION);
    Await.result(ring.refresh());
    server.clock.advance(SigningKeys.PUBLISHED_BEFORE_USE);

    Caller caller = Await.result(tokens(other).verify(issue()));

    assertThat(caller.clientId()).isEqualTo(credentials.clientId());
  }

  @Test
  void unknownKeysDoNotHaveTheStoreReadAgainAndAgain() {
    server.clock.advance(ROTATION);
    Await.result(ring.refresh());
    server.clock.advance(SigningKeys.PUBLISHED_BEFORE_USE);
    Await.failure(tokens(other).verify(forged()));
    int reads = server.store.keyReads.get();
    for (int i = 0; i < 50; i++) {
      Await.failure(tokens(other).verify(forged()));
    }

    assertThat(server.store.keyReads).hasValue(reads);
    server.clock.advance(KeyRing.BETWEEN_READS);
    Await.failure(tokens(other).verify(forged()));
    assertThat(server.store.keyReads).hasValue(reads + 1);
  }

  @Test
  void aReplacedKeyVerifiesUntilNoTokenOfItIsGood() {
    String old = kid(issue());
    server.clock.advance(ROTATION);
    Await.result(ring.refresh());
    server.clock.advance(SigningKeys.PUBLISHED_BEFORE_USE.plus(SigningKeys.KEPT_AFTER_USE));
    server.clock.advance(Duration.ofMillis(-1));
    Await.result(ring.refresh());
    assertThat(ring.jwkSet().encode()).contains(old);

    server.clock.advance(Duration.ofMillis(1));
    Await.result(ring.refresh());

    assertThat(ring.jwkSet().encode()).doesNotContain(old);
    assertThat(server.store.keys).hasSize(2).containsKeys("access-token-2", "page-token-1");
  }

  private String forged() {
    return Jwts.signed(
        Jwts.eddsa().put("kid", "no-such-key"),
        new io.vertx.core.json.JsonObject().put("iss", "x"),
        Ed25519Jwk.generate().getPrivate());
  }

  private String issue() {
    return tokens(ring).issue(server.client(credentials));
  }

  private static String kid(String token) {
    return Jwts.part(token, 0).getString("kid");
  }

  private KeyRing open() {
    return Await.result(
        KeyRing.open(
            server.vertx,
            new ServerKeys(server.vertx, server.store, server.clock),
            ROTATION,
            server.clock));
  }

  private AccessTokens tokens(KeyRing keys) {
    return new AccessTokens(
        keys,
        new AccessTokenCheck(
            keys::verifierOf, new SignatureThreads(server.vertx), AuthServer.SETTINGS),
        new ClientCache(server.vertx, server.store, server.clock),
        AuthServer.SETTINGS,
        server.clock,
        () -> Duration.ZERO);
  }
}
