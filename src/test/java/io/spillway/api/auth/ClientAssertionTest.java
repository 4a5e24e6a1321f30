package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAssertionTest {
  private final AuthServer server = new AuthServer();
  private Credentials credentials;

  @BeforeEach
  void register() {
    credentials = server.register(Role.OPERATOR);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void signedAssertionIsAnsweredWithAWorkingToken() {
    HttpResponse<Buffer> response = post(sign(claims()));

    assertThat(response.statusCode()).isEqualTo(200);
    String token = response.bodyAsJsonObject().getString("access_token");
    assertThat(Await.result(server.identity.accessTokens().verify(token)))
        .isEqualTo(
            new Caller(credentials.clientId(), "Nightly sync", Role.OPERATOR, AutomationScope.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spillway.example",
        "SPILLWAY.example",
        "https://spillway.example",
        "https://spillway.example/auth/v1/token",
        "inside.example",
        "https://INSIDE.example/auth/v1/token",
        "fe80::1"
      })
  void everyNameOfTheEndpointIsAccepted(String audience) {
    assertThat(post(sign(claims().put("aud", audience))).statusCode()).isEqualTo(200);
  }

  @Test
  void severalAudiencesMustAllBeThisServer() {
    JsonArray ours = new JsonArray().add("spillway.example").add("https://spillway.example");
    JsonArray others = ours.copy().add("elsewhere.example");

    assertThat(
            post(sign(claims().put("aud", new JsonArray().add("spillway.example")))).statusCode())
        .isEqualTo(200);
    assertThat(post(sign(claims().put("aud", ours))).statusCode()).isEqualTo(200);
    assertRefused(
        sign(claims().put("aud", others)), "must be only the host name of the token endpoint");
    assertRefused(
        sign(claims().put("aud", ours.copy().add(7))),
        "must be only the host name of the token endpoint");
  }

  @Test
  void theHeaderHostIsNoNameOfThisServer() {
    MultiMap form =
        AuthServer.assertionForm(
            credentials.clientId(), sign(claims().put("aud", "staging.other.example")));

    HttpResponse<Buffer> response =
        Await.result(server.request().virtualHost("staging.other.example").sendForm(form));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.bodyAsJsonObject().getString("error_description")).contains("claim aud");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elsewhere.example",
        "spillway.example:443",
        "spillway.example/pcc",
        "spillway-api"
      })
  void otherAudiencesAreRefused(String audience) {
    assertRefused(sign(claims().put("aud", audience)), "claim aud");
  }

  @Test
  void assertionWithoutAudienceIsRefused() {
    assertRefused(sign(without("aud")), "claim aud");
    assertRefused(sign(claims().put("aud", new JsonArray())), "claim aud");
    assertRefused(sign(claims().put("aud", 7)), "claim aud");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub"})
  void otherIssuerOrSubjectIsRefused(String claim) {
    assertRefused(sign(claims().put(claim, "someone-else")), "iss and sub");
    assertRefused(sign(without(claim)), "iss and sub");
  }

  @Test
  void assertionOfAnotherClientIsRefused() {
    Credentials other = server.register(Role.ADMIN);
    String assertion = AuthServer.sign(other, server.assertionClaims(other));

    assertRefused(assertion, "iss and sub");
  }

  @Test
  void assertionSignedByTheKeyOfAnotherClientIsRefused() {
    Credentials other = server.register(Role.ADMIN);

    assertRefused(AuthServer.sign(other, claims()), "client authentication failed");
  }

  @Test
  void assertionSignedByTheKeyOfTheServerIsRefused() {
    assertRefused(
        Jwts.signed(Jwts.eddsa(), claims(), server.serverKey().getPrivate()),
        "client authentication failed");
  }

  @Test
  void assertionSignedByAnotherKeyIsRefusedLikeThatOfAnUnknownClient() {
    String forged = Jwts.signed(Jwts.eddsa(), claims(), Ed25519Jwk.generate().getPrivate());
    String unknown =
        Jwts.signed(
            Jwts.eddsa(),
            claims().put("iss", "nobody").put("sub", "nobody"),
            Ed25519Jwk.generate().getPrivate());

    HttpResponse<Buffer> wrongKey = post(forged);
    HttpResponse<Buffer> unknownClient = server.post(AuthServer.assertionForm("nobody", unknown));

    assertThat(wrongKey.statusCode()).isEqualTo(401);
    assertThat(unknownClient.statusCode()).isEqualTo(401);
    assertThat(unknownClient.bodyAsString()).isEqualTo(wrongKey.bodyAsString());
    assertThat(server.audit.events)
        .extracting(event -> event.details().get("reason"))
        .containsExactly("client_assertion has a wrong signature", "unknown client");
  }

  @Test
  void revokedClientIsRefused() {
    server.store.revoke(credentials.clientId(), server.clock.instant());

    assertRefused(sign(claims()), "revoked");
  }

  @Test
  void assertionWithoutExpiryIsRefused() {
    assertRefused(sign(without("exp")), "claim exp of client_assertion is missing");
  }

  @Test
  void expiredAssertionIsRefusedFromTheMomentItExpires() {
    assertRefused(sign(claims().put("exp", now())), "has expired");
  }

  @Test
  void expiryIsAtMostTenMinutesAway() {
    assertThat(post(sign(claims().put("exp", now() + 600))).statusCode()).isEqualTo(200);
    assertRefused(sign(claims().put("exp", now() + 601)), "must be at most 600 seconds from now");
    assertRefused(sign(claims().put("exp", 1e300)), "must be at most 600 seconds from now");
  }

  @Test
  void expiryMustBeANumber() {
    assertRefused(
        sign(claims().put("exp", "soon")), "claim exp of client_assertion must be a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iat", "nbf"})
  void clockOfTheClientMayBeThirtySecondsAhead(String claim) {
    assertThat(post(sign(claims().put(claim, now() + 30))).statusCode()).isEqualTo(200);
    assertRefused(sign(claims().put(claim, now() + 31)), "claim " + claim);
  }

  @Test
  void fractionsOfSecondsAreUnderstood() {
    assertThat(post(sign(claims().put("exp", now() + 0.5))).statusCode()).isEqualTo(200);
  }

  @Test
  void assertionIsGoodOnce() {
    String assertion = sign(claims());
    assertThat(post(assertion).statusCode()).isEqualTo(200);

    assertRefused(assertion, "was used before");
  }

  @Test
  void assertionWithoutJtiAndNonceIsGoodOnce() {
    String assertion = sign(without("jti"));
    assertThat(post(assertion).statusCode()).isEqualTo(200);

    assertRefused(assertion, "was used before");
    assertThat(post(sign(without("jti").put("exp", now() + 99))).statusCode()).isEqualTo(200);
  }

  @Test
  void otherSpellingOfTheSameSignatureIsRefused() {
    String assertion = sign(without("jti"));

    // The last of 86 base64url characters has four bits that decoders ignore.
    char last = assertion.charAt(assertion.length() - 1);
    String respelled = assertion.substring(0, assertion.length() - 1) + (char) (last + 1);
    assertRefused(respelled, "invalid signature, must be canonical base64url");
    assertRefused(assertion + "=", "is not a JWT");
    assertRefused(assertion.replaceFirst("\\.", "\n."), "is not a JWT");
  }

  @Test
  void changedClaimsAreRefused() {
    String[] signed = sign(claims()).split("\\.", -1);
    String[] other = sign(claims()).split("\\.", -1);

    assertRefused(String.join(".", signed[0], other[1], signed[2]), "client authentication failed");
  }

  @Test
  void nonceInTheHeaderIsGoodOnce() {
    JsonObject header = Jwts.eddsa().put("nonce", "n-1");
    assertThat(post(sign(header, claims())).statusCode()).isEqualTo(200);

    assertRefused(sign(header, claims()), "was used before");
    assertThat(post(sign(Jwts.eddsa().put("nonce", "n-2"), claims())).statusCode()).isEqualTo(200);
  }

  @Test
  void clientsDoNotUseUpEachOthersIds() {
    Credentials other = server.register(Role.VIEWER);
    assertThat(post(sign(claims().put("jti", "1"))).statusCode()).isEqualTo(200);

    String assertion = AuthServer.sign(other, server.assertionClaims(other).put("jti", "1"));
    HttpResponse<Buffer> response =
        server.post(AuthServer.assertionForm(other.clientId(), assertion));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void ofManyCopiesSentAtOnceOneIsAccepted() {
    MultiMap form = AuthServer.assertionForm(credentials.clientId(), sign(claims()));

    List<Future<HttpResponse<Buffer>>> sent =
        IntStream.range(0, 20).mapToObj(i -> server.send(form)).toList();

    List<Integer> answers = sent.stream().map(f -> Await.result(f).statusCode()).toList();
    assertThat(answers).containsOnly(200, 401).containsOnlyOnce(200);
  }

  @Test
  void refusedAssertionIsNotUsedUp() {
    String forged = Jwts.signed(Jwts.eddsa(), claims(), Ed25519Jwk.generate().getPrivate());
    post(forged);

    assertThat(server.store.used).isEmpty();
  }

  @Test
  void usedAssertionIsRememberedUntilNoNodeAcceptsItAnyMore() {
    post(sign(claims()));

    assertThat(server.store.used.values())
        .containsExactly(server.clock.instant().plus(Duration.ofSeconds(120 + 30)));
  }

  @Test
  void unsignedAssertionsAreRefused() {
    assertRefused(Jwts.withoutSignature(Jwts.eddsa(), claims()), "is not signed");
    assertRefused(
        Jwts.withoutSignature(new JsonObject().put("alg", "none"), claims()), "is not signed");
  }

  @Test
  void hmacKeyedWithThePublicKeyIsRefused() {
    byte[] publicKey = server.client(credentials).publicKey().getBytes(StandardCharsets.UTF_8);

    assertRefused(Jwts.hs256(claims(), publicKey), "has alg HS256");
  }

  @Test
  void accessTokenIsNoAssertion() {
    String token = server.identity.accessTokens().issue(server.client(credentials));

    assertRefused(token, "iss and sub");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b.c", "{}", "e30.e30.AAAA"})
  void garbageIsRefused(String garbage) {
    assertRefused(garbage, "client_assertion ");
  }

  @Test
  void otherAssertionTypesAreRefused() {
    MultiMap form =
        AuthServer.assertionForm(credentials.clientId(), sign(claims()))
            .set(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:saml2-bearer");

    assertThat(server.post(form).statusCode()).isEqualTo(401);
    assertThat(server.post(form).bodyAsString()).contains("client_assertion_type must be urn:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_assertion", "client_assertion_type"})
  void halfAnAssertionIsRefused(String missing) {
    MultiMap form =
        AuthServer.assertionForm(credentials.clientId(), sign(claims())).remove(missing);

    HttpResponse<Buffer> response = server.post(form);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.bodyAsString()).contains(missing + " is missing");
  }

  private void assertRefused(String assertion, String why) {
    HttpResponse<Buffer> response = post(assertion);
    assertThat(response.statusCode()).isEqualTo(401);
    JsonObject body = response.bodyAsJsonObject();
    assertThat(body.getString("error")).isEqualTo("invalid_client");
    assertThat(body.getString("error_description")).contains(why);
  }

  private HttpResponse<Buffer> post(String assertion) {
    return server.post(AuthServer.assertionForm(credentials.clientId(), assertion));
  }

  private JsonObject claims() {
    return server.assertionClaims(credentials);
  }

  private JsonObject without(String claim) {
    JsonObject claims = claims();
    claims.remove(claim);
    return claims;
  }

  private String sign(JsonObject claims) {
    return AuthServer.sign(credentials, claims);
  }

  private String sign(JsonObject header, JsonObject claims) {
    return Jwts.signed(header, claims, AuthServer.keyOf(credentials).getPrivate());
  }

  private long now() {
    return server.clock.instant().getEpochSecond();
  }
}
