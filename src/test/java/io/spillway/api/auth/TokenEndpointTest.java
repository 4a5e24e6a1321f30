package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.hashing.HashingStrategy;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
  private final AuthServer server = new AuthServer();
  private Credentials credentials;

  @BeforeEach
  void register() {
    credentials = server.register(Role.ADMIN);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void rightSecretIsAnsweredWithAWorkingToken() {
    HttpResponse<Buffer> response = server.post(AuthServer.secretForm(credentials));

    JsonObject body = response.bodyAsJsonObject();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(body.fieldNames())
        .containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
    assertThat(body.getString("token_type")).isEqualTo("Bearer");
    assertThat(body.getInteger("expires_in")).isEqualTo(3600);
    Caller caller =
        Await.result(server.identity.accessTokens().verify(body.getString("access_token")));
    assertThat(caller.clientId()).isEqualTo(credentials.clientId());
    assertThat(server.audit.ofKind(AuditEvent.Kind.TOKEN_REFUSED)).isEmpty();
  }

  @Test
  void aTokenIsInTheSystemLogWithClientAddressAndGrant() {
    String token =
        server
            .post(AuthServer.secretForm(credentials))
            .bodyAsJsonObject()
            .getString("access_token");

    AuditEvent event = server.only(AuditEvent.Kind.TOKEN_ISSUED);
    assertThat(event.actor()).isEqualTo(credentials.clientId());
    assertThat(event.at()).isEqualTo(server.clock.instant());
    assertThat(event.message()).isEqualTo("Token issued for a client secret");
    assertThat(event.details())
        .containsEntry("grant", "client_secret")
        .containsEntry("remoteAddress", "127.0.0.1")
        .containsEntry("count", 1L);
    assertThat(event.toString()).doesNotContain(token);
  }

  @Test
  void aTokenForAnAssertionIsInTheSystemLogToo() {
    server.post(
        AuthServer.assertionForm(
            credentials.clientId(),
            AuthServer.sign(credentials, server.assertionClaims(credentials))));

    assertThat(server.only(AuditEvent.Kind.TOKEN_ISSUED).details())
        .containsEntry("grant", "client_assertion");
  }

  @Test
  void aClientThatGetsATokenForEachRequestDoesNotFillTheSystemLog() {
    for (int i = 0; i < 30; i++) {
      server.post(AuthServer.secretForm(credentials));
    }
    assertThat(server.audit.ofKind(AuditEvent.Kind.TOKEN_ISSUED)).hasSize(1);

    server.clock.advance(SampledSeries.PERIOD);
    server.identity.recorder().writeDue();

    List<AuditEvent> issued = server.audit.ofKind(AuditEvent.Kind.TOKEN_ISSUED);
    assertThat(issued).extracting(event -> event.details().get("count")).containsExactly(1L, 29L);
    assertThat(issued.get(1).message()).isEqualTo("Token issued for a client secret, 29 times");
  }

  @Test
  void clientKeyIsTakenAsTheSecret() {
    HttpResponse<Buffer> response =
        server.post(
            AuthServer.grant(credentials.clientId()).add("client_secret", credentials.clientKey()));

    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    Caller caller =
        Await.result(
            server
                .identity
                .accessTokens()
                .verify(response.bodyAsJsonObject().getString("access_token")));
    assertThat(caller.clientId()).isEqualTo(credentials.clientId());
  }

  @Test
  void clientKeyIsTakenUnderAnyPrefixAndName() {
    String jwk = credentials.clientKey().substring(credentials.clientKey().lastIndexOf(':') + 1);

    assertThat(
            server
                .post(
                    AuthServer.grant(credentials.clientId())
                        .add("client_secret", "spillway:laptop:v1:" + jwk))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void clientKeyOfAnotherClientIsRefused() {
    Credentials other = server.register(Role.ADMIN);

    assertError(
        server.post(
            AuthServer.grant(credentials.clientId()).add("client_secret", other.clientKey())),
        401,
        "invalid_client",
        "client authentication failed");
  }

  @Test
  void clientKeyThatNamesTheRightPublicKeyIsRefusedWithoutThePrivateOne() {
    JsonObject right = jwkOf(credentials);
    JsonObject forged = jwkOf(server.register(Role.ADMIN)).put("x", right.getString("x"));
    String key =
        "spillway:forged:v1:"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(forged.encode().getBytes(StandardCharsets.UTF_8));

    assertError(
        server.post(AuthServer.grant(credentials.clientId()).add("client_secret", key)),
        401,
        "invalid_client",
        "client authentication failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b:v1:", "a:b:v1:e30", "a:b:v1:%%", "a:b:v2:e30", ":::"})
  void secretThatOnlyLooksLikeAClientKeyIsRefused(String secret) {
    assertError(
        server.post(AuthServer.grant(credentials.clientId()).add("client_secret", secret)),
        401,
        "invalid_client",
        "client authentication failed");
  }

  private static JsonObject jwkOf(Credentials credentials) {
    String jwk = credentials.clientKey().substring(credentials.clientKey().lastIndexOf(':') + 1);
    return new JsonObject(new String(Base64.getUrlDecoder().decode(jwk), StandardCharsets.UTF_8));
  }

  @Test
  void answersAreNeverStored() {
    List<HttpResponse<Buffer>> responses =
        List.of(
            server.post(AuthServer.secretForm(credentials)),
            server.post(AuthServer.grant("nobody").add("client_secret", "wrong")));

    for (HttpResponse<Buffer> response : responses) {
      assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
      assertThat(response.getHeader("Pragma")).isEqualTo("no-cache");
      assertThat(response.getHeader("Content-Type")).isEqualTo("application/json");
    }
  }

  @Test
  void wrongSecretAndUnknownClientAreToldTheSame() {
    HttpResponse<Buffer> wrong =
        server.post(AuthServer.grant(credentials.clientId()).add("client_secret", "wrong"));
    HttpResponse<Buffer> unknown =
        server.post(AuthServer.grant("no-such@spillway.example/pcc").add("client_secret", "wrong"));

    assertError(wrong, 401, "invalid_client", "client authentication failed");
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.bodyAsString()).isEqualTo(wrong.bodyAsString());
  }

  @Test
  void administratorsLearnWhyCredentialsWereRefused() {
    server.post(AuthServer.grant("no-such@spillway.example/pcc").add("client_secret", "wrong"));

    AuditEvent event = server.onlyRefusal();
    assertThat(event.kind()).isEqualTo(AuditEvent.Kind.TOKEN_REFUSED);
    assertThat(event.actor()).isEqualTo("no-such@spillway.example/pcc");
    assertThat(event.at()).isEqualTo(server.clock.instant());
    assertThat(event.details())
        .containsEntry("reason", "unknown client")
        .containsEntry("remoteAddress", "127.0.0.1");
  }

  @Test
  void revokedClientIsRefused() {
    server.store.revoke(credentials.clientId(), server.clock.instant());

    assertError(server.post(AuthServer.secretForm(credentials)), 401, "invalid_client", "revoked");
    assertThat(server.onlyRefusal().details()).containsEntry("reason", "revoked client");
  }

  @Test
  void clientWithoutASecretCannotLogInWithAnEmptyHash() {
    Client known = server.client(credentials);
    server.store.clients.put(
        known.id(),
        new Client(
            known.id(),
            known.displayName(),
            known.roles(),
            known.scopes(),
            "",
            known.publicKey(),
            known.rotations(),
            known.createdAt(),
            known.revokedAt()));

    assertError(server.post(AuthServer.secretForm(credentials)), 401, "invalid_client", "failed");
  }

  @Test
  void actorOfARefusalIsCutAndCleaned() {
    server.post(AuthServer.grant("evil\r\n\u0007" + "x".repeat(200)).add("client_secret", "s"));

    assertThat(server.onlyRefusal().actor()).hasSize(128).startsWith("evil???xxx");
  }

  @Test
  void answerStandsWhenTheSystemLogFails() {
    server.audit.down = true;

    assertError(
        server.post(AuthServer.grant(credentials.clientId()).add("client_secret", "wrong")),
        401,
        "invalid_client",
        "failed");
  }

  @Test
  void storeThatDoesNotAnswerIsAnOutageAndNoRefusal() {
    server.store.down = true;

    HttpResponse<Buffer> response = server.post(AuthServer.secretForm(credentials));

    assertError(response, 503, "temporarily_unavailable", "try again");
    assertThat(response.getHeader("Retry-After")).isEqualTo("5");
    assertThat(server.audit.events).isEmpty();
  }

  @Test
  void basicCredentialsAreRefused() {
    HttpResponse<Buffer> response =
        Await.result(
            server
                .request()
                .basicAuthentication(credentials.clientId(), credentials.clientSecret())
                .sendForm(
                    MultiMap.caseInsensitiveMultiMap().add("grant_type", "client_credentials")));

    assertError(response, 400, "invalid_request", "Authorization header");
    assertThat(server.onlyRefusal().actor()).isEqualTo("anonymous");
  }

  @Test
  void anyAuthorizationHeaderIsRefusedEvenBesideRightCredentials() {
    HttpResponse<Buffer> response =
        Await.result(
            server
                .request()
                .bearerTokenAuthentication("abc")
                .sendForm(AuthServer.secretForm(credentials)));

    assertError(response, 400, "invalid_request", "Authorization header");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"client_id", "client_secret", "client_assertion", "client_assertion_type"})
  void credentialsInTheQueryAreRefused(String name) {
    HttpResponse<Buffer> response =
        Await.result(
            server.request().addQueryParam(name, "x").sendForm(AuthServer.secretForm(credentials)));

    assertError(response, 400, "invalid_request", name + " in the query");
  }

  @Test
  void brokenQueryIsRefused() {
    HttpResponse<Buffer> response =
        Await.result(
            server
                .web
                .post(server.port, "127.0.0.1", TokenEndpoint.PATH + "?client_secret=%zz")
                .sendForm(AuthServer.secretForm(credentials)));

    assertError(response, 400, "invalid_request", "query");
  }

  @Test
  void brokenFormIsRefused() {
    assertError(postRaw("client_id=%zz"), 400, "invalid_request", "cannot be read");
  }

  @Test
  void overlongBodyIsRefused() {
    assertError(postRaw("pad=" + "x".repeat(65_536)), 413, "invalid_request", "cannot be read");
  }

  @Test
  void jsonBodyIsRefused() {
    HttpResponse<Buffer> response =
        Await.result(
            server
                .request()
                .sendJsonObject(
                    new JsonObject()
                        .put("grant_type", "client_credentials")
                        .put("client_id", credentials.clientId())
                        .put("client_secret", credentials.clientSecret())));

    assertError(response, 400, "invalid_request", "application/x-www-form-urlencoded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iso-8859-1", "\"utf-16\""})
  void formInAnotherCharsetIsRefused(String charset) {
    HttpResponse<Buffer> response =
        Await.result(
            server
                .request()
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=" + charset)
                .sendBuffer(Buffer.buffer("grant_type=client_credentials")));

    assertError(response, 400, "invalid_request", "the charset in Content-Type must be UTF-8, or");
  }

  @Test
  void missingBodyIsRefused() {
    assertError(Await.result(server.request().send()), 400, "invalid_request", "Content-Type");
  }

  @Test
  void contentTypeMayNameACharset() {
    String clientId = credentials.clientId().replace("@", "%40").replace("/", "%2F");

    HttpResponse<Buffer> response =
        postRaw(
            "grant_type=client_credentials&client_id=%s&client_secret=%s"
                .formatted(clientId, credentials.clientSecret()));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grant_type", "client_id", "client_secret", "scope"})
  void repeatedParameterIsRefused(String name) {
    MultiMap form = AuthServer.secretForm(credentials).add("scope", "all").add(name, "again");

    assertError(server.post(form), 400, "invalid_request", name + " is given more than once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grant_type", "client_id", "client_secret"})
  void emptyParameterIsRefused(String name) {
    MultiMap form = AuthServer.secretForm(credentials).set(name, "");

    assertError(server.post(form), 400, "invalid_request", name + " is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grant_type", "client_id"})
  void missingParameterIsRefused(String name) {
    MultiMap form = AuthServer.secretForm(credentials).remove(name);

    assertError(server.post(form), 400, "invalid_request", name + " is missing");
  }

  @Test
  void overlongClientIdIsRefused() {
    assertError(
        server.post(AuthServer.grant("x".repeat(257)).add("client_secret", "s")),
        400,
        "invalid_request",
        "client_id has 257 characters, must have at most 256");
  }

  @Test
  void otherGrantsAreRefused() {
    MultiMap form = AuthServer.secretForm(credentials).set("grant_type", "password");

    assertError(
        server.post(form),
        400,
        "unsupported_grant_type",
        "grant_type is password, must be client_credentials");
    assertThat(server.audit.events).isEmpty();
  }

  @Test
  void requestWithoutCredentialsIsRefused() {
    assertError(
        server.post(AuthServer.grant(credentials.clientId())),
        401,
        "invalid_client",
        "no client authentication");
  }

  @Test
  void twoWaysOfAuthenticationAtOnceAreRefused() {
    MultiMap form =
        AuthServer.assertionForm(
                credentials.clientId(),
                AuthServer.sign(credentials, server.assertionClaims(credentials)))
            .add("client_secret", credentials.clientSecret());

    assertError(server.post(form), 400, "invalid_request", "more than one authentication method");
  }

  @Test
  void descriptionHoldsOnlyCharactersTheStandardAllows() {
    MultiMap form = AuthServer.secretForm(credentials).set("grant_type", "a\"b\\c\u00fc\n");

    String description = server.post(form).bodyAsJsonObject().getString("error_description");

    assertThat(description).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+").contains("a?b?c??");
  }

  @Test
  void aRightSecretIsNeverRefusedForWrongOnes() {
    fail(credentials.clientId(), 200);
    fail("someone-else", 200);

    assertThat(server.post(AuthServer.secretForm(credentials)).statusCode()).isEqualTo(200);
  }

  @Test
  void aSecretOfAnEarlierVersionIsGoodAndIsHashedAnew() {
    String earlier =
        HashingStrategy.load()
            .hash("pbkdf2", Map.of("it", "1000"), "c2FsdA", credentials.clientSecret());
    Client client = Objects.requireNonNull(server.store.clients.get(credentials.clientId()));
    server.store.replaceSecretHash(client.id(), client.secretHash(), earlier);
    fail(credentials.clientId(), 1);
    assertThat(hashOf(credentials)).isEqualTo(earlier);

    assertThat(server.post(AuthServer.secretForm(credentials)).statusCode()).isEqualTo(200);

    await().until(() -> hashOf(credentials).startsWith("$sha256$"));
    assertThat(server.post(AuthServer.secretForm(credentials)).statusCode()).isEqualTo(200);
  }

  private String hashOf(Credentials credentials) {
    return Objects.requireNonNull(server.store.clients.get(credentials.clientId())).secretHash();
  }

  @Test
  void aFloodOfRefusalsDoesNotFillTheSystemLog() {
    int guesses = 2 * AccessRecorder.MAX_OF_ONE;
    for (int i = 0; i < guesses; i++) {
      fail("guess" + i, 1);
    }
    server.identity.recorder().writeRest();

    List<AuditEvent> refused = server.audit.ofKind(AuditEvent.Kind.TOKEN_REFUSED);
    assertThat(refused).hasSize(AccessRecorder.MAX_OF_ONE + 2);
    assertThat(MemoryAuditLog.sum(refused)).isEqualTo(guesses);
  }

  private HttpResponse<Buffer> postRaw(String form) {
    return Await.result(
        server
            .request()
            .putHeader("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8")
            .sendBuffer(Buffer.buffer(form)));
  }

  private void fail(String clientId, int times) {
    for (int i = 0; i < times; i++) {
      HttpResponse<Buffer> response =
          server.post(AuthServer.grant(clientId).add("client_secret", "wrong"));
      assertThat(response.statusCode()).isEqualTo(401);
    }
  }

  private static void assertError(
      HttpResponse<Buffer> response, int status, String error, String description) {
    assertThat(response.statusCode()).isEqualTo(status);
    JsonObject body = response.bodyAsJsonObject();
    assertThat(body.fieldNames()).containsExactlyInAnyOrder("error", "error_description");
    assertThat(body.getString("error")).isEqualTo(error);
    assertThat(body.getString("error_description")).contains(description);
  }
}
