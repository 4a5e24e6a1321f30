package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.testing.SettableClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
  private final AuthServer server = new AuthServer();
  private final AccessTokens tokens = server.identity.accessTokens();
  private Credentials credentials;

  @BeforeEach
  void register() {
    credentials = server.register(Role.VIEWER, Role.OPERATOR);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void issuedTokenSpeaksForItsClientWithItsHighestRole() {
    Caller caller = Await.result(tokens.verify(issue()));

    assertThat(caller)
        .isEqualTo(
            new Caller(credentials.clientId(), "Nightly sync", Role.OPERATOR, AutomationScope.ALL));
  }

  @Test
  void issuedTokenSaysWhoForWhomAndHowLong() {
    String token = issue();

    long now = server.clock.instant().getEpochSecond();
    JsonObject claims = Jwts.part(token, 1);
    assertThat(claims.getString("iss")).isEqualTo("https://spillway.example");
    assertThat(claims.getString("aud")).isEqualTo("spillway-api");
    assertThat(claims.getString("sub")).isEqualTo(credentials.clientId());
    assertThat(claims.getJsonArray("roles")).containsExactlyInAnyOrder("viewer", "operator");
    assertThat(claims.getLong("iat")).isEqualTo(now);
    assertThat(claims.getLong("exp")).isEqualTo(now + 3600);
    assertThat(claims.getString("jti")).isNotEqualTo(Jwts.part(issue(), 1).getString("jti"));
  }

  @Test
  void headerNamesThePublishedKeyAndAlgorithm() {
    JsonObject header = Jwts.part(issue(), 0);

    JsonObject published = tokens.jwks().getJsonArray("keys").getJsonObject(0);
    assertThat(header.getString("kid")).isNotEmpty().isEqualTo(published.getString("kid"));
    assertThat(header.getString("alg")).isEqualTo("EdDSA");
  }

  @Test
  void publishedKeyHasPublicPartsOnlyAndVerifiesTokens() throws Exception {
    JsonObject published = tokens.jwks().getJsonArray("keys").getJsonObject(0);

    assertThat(published.fieldNames())
        .containsExactlyInAnyOrder("kty", "crv", "x", "kid", "use", "alg");
    assertThat(published.getString("use")).isEqualTo("sig");
    assertThat(CompactJws.parse(issue()).signedBy(Ed25519Jwk.publicKey(published))).isTrue();
  }

  @Test
  void expiredTokenIsRefused() {
    String token = issue();
    server.clock.advance(Duration.ofHours(1).plusSeconds(60));

    assertRefused(token, "the access token expired at 2026-03-01T13:00:00Z");
  }

  @Test
  void tokenIsAcceptedAMinuteAfterItExpires() {
    String token = issue();
    server.clock.advance(Duration.ofHours(1).plusSeconds(60).minusMillis(1));

    assertThat(Await.result(tokens.verify(token)).clientId()).isEqualTo(credentials.clientId());
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, -5, 0, 5, 60})
  void tokenOfANodeWithAnotherClockIsAcceptedForAsLongAsAtThatNode(long aheadSeconds) {
    SettableClock clock = new SettableClock(server.clock.instant().plusSeconds(aheadSeconds));
    Duration ahead = Duration.ofSeconds(Math.max(0, aheadSeconds));
    AccessTokens other = atNode(clock, ahead);
    String token = issue();
    assertThat(Await.result(other.verify(token)).clientId()).isEqualTo(credentials.clientId());

    clock.advance(Duration.ofHours(1).plusSeconds(60).minusMillis(1));
    assertThat(Await.result(other.verify(token)).clientId()).isEqualTo(credentials.clientId());

    clock.advance(Duration.ofMillis(1).plusSeconds(Math.max(0, -aheadSeconds)));
    assertThat(Await.failure(other.verify(token))).hasMessageContaining("expired");
  }

  @Test
  void aDifferenceOfMoreThanAMinuteIsNotMadeUp() {
    SettableClock clock = new SettableClock(server.clock.instant());
    AccessTokens other = atNode(clock, Duration.ofMinutes(10));
    String token = issue();
    clock.advance(Duration.ofHours(1).plusSeconds(120).minusMillis(1));
    assertThat(Await.result(other.verify(token)).clientId()).isEqualTo(credentials.clientId());

    clock.advance(Duration.ofMillis(1));

    assertThat(Await.failure(other.verify(token))).hasMessageContaining("expired");
  }

  private AccessTokens atNode(SettableClock clock, Duration ahead) {
    return Await.result(server.otherNode(clock, ahead)).accessTokens();
  }

  @Test
  void rememberedTokenIsRefusedFromTheMomentItIsNoLongerAccepted() {
    String token = issue();
    server.clock.advance(Duration.ofMinutes(61).minusMillis(1));
    Await.result(tokens.verify(token));
    server.clock.advance(Duration.ofMillis(1));

    assertRefused(token, "expired");
  }

  @Test
  void signatureIsCheckedOncePerToken() {
    AtomicInteger checks = new AtomicInteger();
    AccessTokens counted = countingChecks(checks);
    String token = issue();
    for (int i = 0; i < 5; i++) {
      Await.result(counted.verify(token));
      server.clock.advance(Duration.ofMinutes(1));
    }

    assertThat(checks).hasValue(1);
  }

  @Test
  void clientIsReadAgainOnlyAfterFiveSeconds() {
    String token = issue();
    Await.result(tokens.verify(token));
    int reads = server.store.clientReads.get();
    server.clock.advance(Duration.ofSeconds(4));
    Await.result(tokens.verify(token));
    assertThat(server.store.clientReads).hasValue(reads);
    server.clock.advance(Duration.ofSeconds(1));
    Await.result(tokens.verify(token));

    assertThat(server.store.clientReads).hasValue(reads + 1);
  }

  @Test
  void revocationEndsARememberedTokenWithinFiveSeconds() {
    String token = issue();
    Await.result(tokens.verify(token));
    server.store.revoke(credentials.clientId(), server.clock.instant());
    server.clock.advance(ClientCache.MAX_AGE);

    assertRefused(token, "the client of the access token is revoked");
  }

  @Test
  void tokenOfARevokedClientIsRefusedAtFirstSight() {
    String token = issue();
    server.store.revoke(credentials.clientId(), server.clock.instant());

    assertRefused(token, "revoked");
  }

  @Test
  void tokenThatCannotBeCheckedIsUnavailableAndNotRemembered() {
    String token = issue();
    server.store.down = true;
    RefusedException refused = (RefusedException) Await.failure(tokens.verify(token));
    assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.UNAVAILABLE);
    server.store.down = false;

    await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(Await.result(tokens.verify(token)).clientId())
                    .isEqualTo(credentials.clientId()));
  }

  @Test
  void unsignedTokenIsRefused() {
    assertRefused(Jwts.withoutSignature(Jwts.eddsa(), claims()), "is not signed");
  }

  @Test
  void algorithmNoneIsRefusedWithAndWithoutASignature() {
    JsonObject none = new JsonObject().put("alg", "none");

    assertRefused(Jwts.withoutSignature(none, claims()), "is not signed");
    assertRefused(
        Jwts.signed(none, claims(), server.serverKey().getPrivate()),
        "has alg none, must be EdDSA");
  }

  @Test
  void hmacKeyedWithThePublicKeyIsRefused() {
    JsonObject published = tokens.jwks().getJsonArray("keys").getJsonObject(0);
    byte[] encoded = Ed25519Jwk.publicKey(published).getEncoded();

    assertRefused(Jwts.hs256(claims(), encoded), ", must be EdDSA");
    assertRefused(
        Jwts.hs256(claims(), published.encode().getBytes(StandardCharsets.UTF_8)),
        ", must be EdDSA");
  }

  @Test
  void tokenOfAnotherKeyIsRefused() {
    assertRefused(
        Jwts.signed(Jwts.eddsa(), claims(), Ed25519Jwk.generate().getPrivate()),
        "was not signed by this server");
  }

  @Test
  void tokenOfAnotherKeyThatTakesOurKeyIdIsRefused() {
    JsonObject header = Jwts.part(issue(), 0);

    assertRefused(
        Jwts.signed(header, claims(), Ed25519Jwk.generate().getPrivate()),
        "was not signed by this server");
  }

  @Test
  void changedClaimsAreRefused() {
    String[] parts = issue().split("\\.", -1);
    String[] other = Jwts.signed(Jwts.eddsa(), claims(), serverPrivate()).split("\\.", -1);

    assertRefused(parts[0] + "." + other[1] + "." + parts[2], "was not signed by this server");
  }

  @Test
  void tokenSignedByThisServerForAnotherAudienceIsRefused() {
    assertRefused(byServer(claims().put("aud", "elsewhere")), "another audience (aud)");
    assertRefused(byServer(claims().putNull("aud")), "another audience (aud)");
  }

  @Test
  void tokenForSeveralAudiencesIsRefused() {
    JsonArray several = new JsonArray().add(AuthServer.SETTINGS.audience()).add("other");

    assertRefused(byServer(claims().put("aud", several)), "is for another audience");
  }

  @Test
  void tokenSignedByThisServerForAnotherIssuerIsRefused() {
    assertRefused(byServer(claims().put("iss", "https://else.example")), "another issuer (iss)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub", "exp", "roles"})
  void tokenWithoutANeededClaimIsRefused(String claim) {
    JsonObject claims = claims();
    claims.remove(claim);

    assertRefused(byServer(claims), "lacks one of the claims sub, exp and roles");
  }

  @Test
  void tokenWithoutAKnownRoleIsRefused() {
    assertRefused(
        byServer(claims().put("roles", new JsonArray().add("owner"))), "none of the roles");
  }

  @Test
  void wellFormedTokenOfThisServersKeyIsAccepted() {
    // The refusals above start from this token, so only their change makes them fail.
    assertThat(Await.result(tokens.verify(byServer(claims()))).role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void criticalExtensionIsRefused() {
    JsonObject header = Jwts.eddsa().put("crit", new JsonArray().add("b64")).put("b64", true);

    assertRefused(Jwts.signed(header, claims(), serverPrivate()), "critical extensions");
  }

  @Test
  void clientAssertionIsNoAccessToken() {
    assertRefused(
        AuthServer.sign(credentials, server.assertionClaims(credentials)),
        "the bearer token is a client assertion");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "a.b.c", "a.b.c.d", "Ü.Ü.Ü", "e30.e30.AAAA", "....", "bnVsbA.e30.AA"})
  void garbageIsRefused(String garbage) {
    assertRefused(garbage, "the access token");
  }

  @Test
  void tokenOverEightKilobytesIsRefused() {
    assertRefused(
        byServer(claims().put("pad", "x".repeat(8192))), "characters, must have at most 8192");
  }

  @Test
  void otherSpellingOfTheSignatureIsRefused() {
    assertRefused(issue() + ".", "is not a JWT");
    assertRefused(issue() + "==", "is not a JWT");
    // The last of 86 base64url characters has four bits that decoders ignore.
    String token = issue();
    char last = token.charAt(token.length() - 1);
    assertRefused(
        token.substring(0, token.length() - 1) + (char) (last + 1),
        "an invalid signature, must be canonical base64url");
  }

  private String issue() {
    return tokens.issue(server.client(credentials));
  }

  private JsonObject claims() {
    return Jwts.part(issue(), 1).put("roles", new JsonArray().add("admin"));
  }

  private String byServer(JsonObject claims) {
    return Jwts.signed(Jwts.eddsa(), claims, serverPrivate());
  }

  private PrivateKey serverPrivate() {
    return server.serverKey().getPrivate();
  }

  private void assertRefused(String token, String why) {
    RefusedException refused = (RefusedException) Await.failure(tokens.verify(token));
    assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.UNAUTHENTICATED);
    assertThat(refused.refusal().message()).contains(why);
  }

  private AccessTokens countingChecks(AtomicInteger checks) {
    KeyRing keys =
        Await.result(
            KeyRing.open(
                server.vertx,
                new ServerKeys(server.vertx, server.store, server.clock),
                Duration.ofDays(30),
                server.clock));
    return new AccessTokens(
        keys,
        new AccessTokenCheck(
            jws -> {
              checks.incrementAndGet();
              return keys.verifierOf(jws);
            },
            new SignatureThreads(server.vertx),
            AuthServer.SETTINGS),
        new ClientCache(server.vertx, server.store, server.clock),
        AuthServer.SETTINGS,
        server.clock,
        () -> Duration.ZERO);
  }
}
