package io.spillway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Await;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.api.auth.SignatureThreads;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.testing.SettableClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTokensTest {
  private static final Signer RSA = Signer.of("RS256", "rsa-1");
  private static final Signer EC = Signer.of("ES256", "ec-1");

  private final Vertx vertx = Vertx.vertx();
  private final FakeProvider provider = new FakeProvider(vertx, RSA, EC);

  // The library uses the system's clock, so this one starts there.
  private final SettableClock clock = new SettableClock(Instant.now());
  private final ProviderSettings settings =
      new ProviderSettings(provider.issuer, "spillway", "realm_access.roles", "", Optional.empty());

  /** Not started: the first token causes a read of what the test has published by then. */
  private final ProviderKeys keys =
      new ProviderKeys(
          vertx,
          settings,
          new JsonFetcher(vertx, Duration.ofSeconds(20)),
          ProviderKeys.ReadIntervals.DEFAULT,
          clock);

  private final ProviderTokens tokens =
      new ProviderTokens(settings, keys, new SignatureThreads(vertx), clock);

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void theCallerIsTheProvidersSubject() {
    Caller caller = Await.result(tokens.verify(RSA.sign(claims())));

    String actor = provider.issuer + "#4711";
    assertThat(caller).isEqualTo(new Caller(actor, actor, Role.OPERATOR, AutomationScope.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
      })
  void everyAlgorithmOfPublicKeysIsAccepted(String algorithm) {
    Signer signer = Signer.of(algorithm, "key-of-" + algorithm);
    provider.publish(signer);
    clock.advance(ProviderKeys.ReadIntervals.DEFAULT.betweenForcedReads());

    assertAccepted(signer.sign(claims()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PS256", "RS512"})
  void aKeyThatNamesNoAlgorithmVerifiesEachThatFits(String algorithm) {
    JsonObject jwk = RSA.jwk();
    jwk.remove("alg");
    provider.keys = List.of(jwk);
    clock.advance(ProviderKeys.ReadIntervals.DEFAULT.betweenForcedReads());

    assertAccepted(new Signer(algorithm, "rsa-1", RSA.pair()).sign(claims()));
  }

  @Test
  void aTokenWithoutAKeyIdIsTriedWithAllKeys() {
    JsonObject header = EC.header();
    header.remove("kid");

    assertAccepted(EC.sign(header, claims()));
  }

  @Test
  void severalAudiencesMayBeNamedIfOursIsAmongThem() {
    assertAccepted(RSA.sign(claims().put("aud", new JsonArray().add("account").add("spillway"))));
  }

  @Test
  void anotherAudienceIsRefused() {
    String why = "is for another audience (aud); must be spillway";

    assertRefused(RSA.sign(claims().put("aud", "account")), why);
    assertRefused(RSA.sign(claims().put("aud", new JsonArray().add("account"))), why);
    assertRefused(RSA.sign(claims().put("aud", new JsonArray())), why);
    assertRefused(RSA.sign(claims().put("aud", "spillway account")), why);
    assertRefused(RSA.sign(claims().putNull("aud")), why);
    assertRefused(RSA.sign(without("aud")), why);
  }

  @Test
  void anotherIssuerIsRefused() {
    String why = "has another issuer (iss); must be " + provider.issuer;

    assertRefused(RSA.sign(claims().put("iss", "https://else.example")), why);
    assertRefused(RSA.sign(claims().put("iss", provider.issuer + "/")), why);
    assertRefused(RSA.sign(without("iss")), why);
  }

  @Test
  void anExpiredTokenIsRefused() {
    Instant end = Instant.ofEpochSecond(clock.instant().getEpochSecond());

    assertRefused(RSA.sign(claims().put("exp", end.getEpochSecond())), "expired at " + end);
  }

  @Test
  void aTokenThatNeverExpiresIsRefused() {
    assertRefused(RSA.sign(without("exp")), "lacks the claim exp");
    assertRefused(
        RSA.sign(claims().put("exp", "tomorrow")), "an invalid claim exp, must be a time");
    assertRefused(RSA.sign(claims().put("exp", 1e18)), "an invalid claim exp, must be a time");
  }

  @Test
  void aTokenOfTheFutureIsRefusedBeyondThirtySeconds() {
    long soon = clock.instant().getEpochSecond() + 29;
    long later = clock.instant().getEpochSecond() + 32;

    assertAccepted(RSA.sign(claims().put("iat", soon).put("nbf", soon)));
    assertRefused(RSA.sign(claims().put("iat", later)), "is not valid yet (iat)");
    assertRefused(RSA.sign(claims().put("nbf", later)), "is not valid yet (nbf)");
  }

  @Test
  void aRememberedTokenIsRefusedFromTheMomentItExpires() {
    String token = RSA.sign(claims());
    assertAccepted(token);

    clock.advance(Duration.ofMinutes(5));

    assertRefused(token, "expired at");
  }

  @Test
  void aSignatureOfAnotherKeyIsRefused() {
    Signer other = Signer.of("RS256", "rsa-1");

    assertRefused(other.sign(claims()), "was not signed by a key that " + provider.issuer);
  }

  @Test
  void changedClaimsAreRefused() {
    String[] parts = RSA.sign(claims()).split("\\.", -1);
    String changed = Signer.encode(claims().put("sub", "somebody"));

    assertRefused(parts[0] + "." + changed + "." + parts[2], "was not signed by a key");
  }

  @Test
  void algorithmNoneIsRefused() {
    JsonObject none = new JsonObject().put("alg", "none");
    String unsigned = Signer.encode(none) + "." + Signer.encode(claims());

    assertRefused(unsigned, "is not signed");
    assertRefused(unsigned + ".", "is not signed");
    assertRefused(RSA.sign(none, claims()), "has alg none, must be ES256 or ");
  }

  @Test
  void hmacKeyedWithThePublicKeyIsRefused() {
    JsonObject header = RSA.header().put("alg", "HS256");
    byte[] encoded = RSA.pair().getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(encoded));

    for (byte[] secret :
        new byte[][] {
          encoded,
          pem.getBytes(StandardCharsets.US_ASCII),
          RSA.jwk().encode().getBytes(StandardCharsets.UTF_8)
        }) {
      assertRefused(Signer.hs256(header, claims(), secret), "has alg HS256");
    }
  }

  @Test
  void aSharedSecretIsNotAcceptedEvenIfTheProviderPublishesOne() {
    byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    JsonObject jwk =
        new JsonObject()
            .put("kty", "oct")
            .put("kid", "shared")
            .put("alg", "HS256")
            .put("k", Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    provider.keys = List.of(jwk, RSA.jwk());

    assertRefused(
        Signer.hs256(new JsonObject().put("alg", "HS256").put("kid", "shared"), claims(), secret),
        "has alg HS256");
  }

  @Test
  void theAlgorithmIsThatOfTheKey() {
    assertRefused(
        new Signer("PS256", "rsa-1", RSA.pair()).sign(claims()), "was not signed by a key");
  }

  @Test
  void aSignatureInTheFormOfTlsIsRefused() {
    assertRefused(EC.signInAsn1(claims()), "bytes, must have 64");
  }

  @Test
  void keysThatTheTokenBringsOrPointsToAreNeitherUsedNorFetched() {
    Signer own = Signer.of("RS256", "own");
    JsonObject header =
        own.header()
            .put("jku", provider.url("/jku"))
            .put("x5u", provider.url("/x5u"))
            .put("jwk", own.jwk());

    assertRefused(own.sign(header, claims()), "was not signed by a key");
    assertRefused(own.sign(header.copy().put("kid", "rsa-1"), claims()), "was not signed by a key");
    clock.advance(ProviderKeys.ReadIntervals.DEFAULT.betweenForcedReads());
    assertRefused(
        own.sign(header.copy().put("kid", provider.url("/kid")), claims()),
        "was not signed by a key");
    assertThat(provider.asked)
        .doesNotContain("/jku", "/x5u", "/kid")
        .contains(FakeProvider.KEYS_PATH);
  }

  @Test
  void aCriticalExtensionIsRefused() {
    JsonObject header = RSA.header().put("crit", new JsonArray().add("b64")).put("b64", true);

    assertRefused(RSA.sign(header, claims()), "critical extensions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout+jwt", "dpop+jwt", "secevent+jwt"})
  void aHeaderOfAnotherKindOfTokenIsRefused(String type) {
    String why = "has the type (typ) %s, must be an access token";

    assertRefused(RSA.sign(RSA.header().put("typ", type), claims()), why.formatted(type));
    assertRefused(RSA.sign(RSA.header().put("typ", 7), claims()), why.formatted(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID", "Refresh", "Offline", "Logout"})
  void tokensThatKeycloakNamesOtherwiseAreRefused(String type) {
    assertRefused(
        RSA.sign(claims().put("typ", type)),
        "has the claim typ %s, must be an access token".formatted(type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonce", "at_hash", "c_hash"})
  void anIdTokenIsRefused(String claim) {
    String why = "has the claim %s of an ID token, must be an access token".formatted(claim);

    assertRefused(RSA.sign(claims().put(claim, "x")), why);
    JsonObject untyped = RSA.header();
    untyped.remove("typ");
    assertRefused(RSA.sign(untyped, claims().put(claim, "x")), why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"at_hash", "c_hash", "events"})
  void noAccessTokenHasTheClaimsOfOthersWhateverItsType(String claim) {
    assertRefused(
        RSA.sign(RSA.header().put("typ", "at+jwt"), claims().put("typ", "Bearer").put(claim, "x")),
        "has the claim " + claim);
  }

  /** Back-channel logout: by an older provider without its own type, and without an expiry. */
  @Test
  void aLogoutTokenIsRefused() {
    JsonObject event =
        new JsonObject()
            .put("http://schemas.openid.net/event/backchannel-logout", new JsonObject());

    assertRefused(
        RSA.sign(without("exp").put("events", event)),
        "has the claim events of a logout token, must be an access token");
  }

  @Test
  void accessTokensOfCommonProvidersAreAccepted() {
    JsonObject withoutType = RSA.header();
    withoutType.remove("typ");
    long now = clock.instant().getEpochSecond();

    // Keycloak, which copies the nonce of the sign-in before version 24.
    JsonObject keycloak =
        claims()
            .put("auth_time", now)
            .put("jti", "onrtac:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")
            .put("typ", "Bearer")
            .put("azp", "console")
            .put("sid", "c0ffee")
            .put("acr", "1")
            .put("scope", "openid profile");
    assertAccepted(RSA.sign(keycloak));
    assertAccepted(RSA.sign(keycloak.copy().put("nonce", "x")));
    // Auth0 in both of its profiles, for as long as it lets an API ask for by default.
    JsonObject auth0 =
        claims().put("azp", "client").put("gty", "client-credentials").put("exp", now + 86_400);
    assertAccepted(RSA.sign(auth0));
    assertAccepted(RSA.sign(RSA.header().put("typ", "at+jwt"), auth0.copy().put("client_id", "c")));
    // Entra ID, whose header may have a nonce.
    assertAccepted(
        RSA.sign(
            RSA.header().put("nonce", "x").put("x5t", "thumb"),
            claims().put("ver", "1.0").put("appid", "a").put("aio", "a").put("uti", "u")));
    assertAccepted(
        RSA.sign(claims().put("ver", "2.0").put("azp", "a").put("azpacr", "1").put("nbf", now)));
    // Okta.
    assertAccepted(RSA.sign(withoutType, claims().put("ver", 1).put("cid", "c").put("uid", "u")));
  }

  @Test
  void aTokenThatIsValidForMoreThanADayIsRefused() {
    long day = clock.instant().getEpochSecond() + 86_400;
    Instant tooLate = Instant.ofEpochSecond(day + 32);

    assertAccepted(RSA.sign(claims().put("exp", day + 29)));
    assertRefused(
        RSA.sign(claims().put("exp", tooLate.getEpochSecond())),
        "expires at " + tooLate + " (exp), must expire within 24 hours");
  }

  @Test
  void aSubjectThatIsNoneIsRefused() {
    String why = "has an invalid subject (sub), must be 1 to 255 ASCII characters";

    assertRefused(RSA.sign(without("sub")), why);
    assertRefused(RSA.sign(claims().put("sub", "")), why);
    assertRefused(RSA.sign(claims().put("sub", 7)), why);
    assertRefused(RSA.sign(claims().put("sub", "a\nlevel=ERROR")), why);
    assertRefused(RSA.sign(claims().put("sub", "x".repeat(256))), why);
    assertAccepted(RSA.sign(claims().put("sub", "x".repeat(255))));
  }

  @Test
  void aSubjectWithoutARoleIsRefused() {
    assertRefused(
        RSA.sign(claims().put("realm_access", new JsonObject().put("roles", new JsonArray()))),
        "grants none of the roles worker, viewer, operator, admin in the claim realm_access.roles");
  }

  @Test
  void aLongTokenIsRefused() {
    assertRefused(
        RSA.sign(claims().put("pad", "x".repeat(8192))), "characters, must have at most 8192");
  }

  @Test
  void theKeysAreReadOnceForManyTokens() {
    for (int i = 0; i < 20; i++) {
      assertAccepted(RSA.sign(claims().put("jti", i)));
    }

    assertThat(provider.keysReads()).isEqualTo(1);
  }

  private JsonObject claims() {
    long now = clock.instant().getEpochSecond();
    return new JsonObject()
        .put("iss", provider.issuer)
        .put("aud", "spillway")
        .put("sub", "4711")
        .put("iat", now)
        .put("exp", now + 300)
        .put(
            "realm_access",
            new JsonObject().put("roles", new JsonArray().add("offline_access").add("operator")));
  }

  private JsonObject without(String claim) {
    JsonObject claims = claims();
    claims.remove(claim);
    return claims;
  }

  private void assertAccepted(String token) {
    assertThat(Await.result(tokens.verify(token)).role()).isEqualTo(Role.OPERATOR);
  }

  private void assertRefused(String token, String why) {
    RefusedException refused = (RefusedException) Await.failure(tokens.verify(token));
    assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.UNAUTHENTICATED);
    assertThat(refused.refusal().message()).startsWith("the access token ").contains(why);
  }
}
