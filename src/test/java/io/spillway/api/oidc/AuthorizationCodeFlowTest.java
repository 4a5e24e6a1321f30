package io.spillway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.api.auth.Await;
import io.spillway.api.auth.ProviderSignIn.Grant;
import io.spillway.api.auth.SignatureThreads;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthorizationCodeFlowTest {
  private static final Signer RSA = Signer.of("RS256", "rsa-1");
  private static final String BACK = "https://spillway.example/signed-in";
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final FakeProvider provider = new FakeProvider(vertx, RSA);
  private final SettableClock clock = new SettableClock(Instant.now());

  /** Of requests for a token: the header Authorization, and the body. */
  private final Queue<List<String>> asked = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void peopleAreSentToTheProviderWithAllItMustKnow() {
    String address = flow(Optional.empty()).addressFor(BACK, "state-of-16-chars", "challenge");

    assertThat(address).startsWith(provider.url("/realms/test/authorize?"));
    assertThat(address.substring(address.indexOf('?') + 1).split("&"))
        .containsExactlyInAnyOrder(
            "response_type=code",
            "client_id=console",
            "redirect_uri=https%3A%2F%2Fspillway.example%2Fsigned-in",
            "state=state-of-16-chars",
            "code_challenge=challenge",
            "code_challenge_method=S256",
            "scope=openid+roles",
            "audience=spillway");
  }

  @Test
  void aCodeBecomesATokenThatThisServerAccepts() {
    String token = RSA.sign(claims(300));
    answer(200, new JsonObject().put("access_token", token).put("refresh_token", "next"));

    Grant grant = Await.result(flow(Optional.empty()).exchange("c0de", "verifier", BACK));

    assertThat(grant.accessToken()).isEqualTo(token);
    assertThat(grant.actor()).startsWith(provider.issuer + "#");
    assertThat(grant.expiresInSeconds()).isBetween(298L, 300L);
    assertThat(grant.refreshToken()).contains("next");
    assertThat(asked).hasSize(1);
    assertThat(asked.element().get(0)).isEqualTo("null");
    assertThat(asked.element().get(1).split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=authorization_code",
            "code=c0de",
            "code_verifier=verifier",
            "redirect_uri=https%3A%2F%2Fspillway.example%2Fsigned-in",
            "client_id=console");
  }

  @Test
  void aConfidentialClientProvesItself() {
    answer(200, new JsonObject().put("access_token", RSA.sign(claims(300))));

    Await.result(flow(Optional.of("s3cret")).exchange("c0de", "verifier", BACK));

    String basic =
        Base64.getEncoder().encodeToString("console:s3cret".getBytes(StandardCharsets.UTF_8));
    assertThat(asked.element().get(0)).isEqualTo("Basic " + basic);
    assertThat(asked.element().get(1)).doesNotContain("s3cret");
  }

  @Test
  void aTokenIsRenewed() {
    answer(200, new JsonObject().put("access_token", RSA.sign(claims(300))));

    Grant grant = Await.result(flow(Optional.empty()).refresh("old&one"));

    assertThat(grant.refreshToken()).isEmpty();
    assertThat(asked.element().get(1).split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=refresh_token", "refresh_token=old%26one", "client_id=console");
  }

  @Test
  void aTokenThatThisServerDoesNotAcceptIsNotHandedOn() {
    answer(200, new JsonObject().put("access_token", RSA.sign(claims(300).put("aud", "another"))));

    assertRefused(exchange(), Refusal.Reason.UNAUTHENTICATED, "another audience (aud)");
  }

  @Test
  void aCodeThatTheProviderDoesNotTakeIsTheCallersFault() {
    answer(
        400,
        new JsonObject().put("error", "invalid_grant").put("error_description", "Code not valid"));

    assertRefused(exchange(), Refusal.Reason.UNAUTHENTICATED, "invalid_grant: Code not valid");
  }

  @Test
  void whatElseTheProviderSaysIsNot() {
    answer(401, new JsonObject().put("error", "invalid_client"));
    assertRefused(exchange(), Refusal.Reason.UNAVAILABLE, "invalid_client");

    answer(200, new JsonObject().put("token", "x"));
    assertRefused(exchange(), Refusal.Reason.UNAVAILABLE, "returned no access token");

    provider.tokenAnswer = request -> request.response().setStatusCode(302).end("<html>");
    assertRefused(exchange(), Refusal.Reason.UNAVAILABLE, "cannot be used to sign in now");
  }

  @Test
  void aProviderThatDoesNotAnswerIsNotWaitedForAndHungUpOn() {
    AtomicBoolean closed = new AtomicBoolean();
    provider.tokenAnswer = request -> request.connection().closeHandler(end -> closed.set(true));

    assertRefused(
        flow(Optional.empty(), Duration.ofMillis(200)).exchange("c0de", "verifier", BACK),
        Refusal.Reason.UNAVAILABLE,
        "cannot be used to sign in now: it did not answer within 200 ms");
    await().untilTrue(closed);
  }

  /** A request may meet a connection that is being closed as idle: each has one of its own. */
  @Test
  void aConnectionThatTheProviderClosesAfterOneRequestMakesNobodyFail() {
    Set<HttpConnection> used = ConcurrentHashMap.newKeySet();
    provider.tokenAnswer =
        request -> {
          if (used.add(request.connection())) {
            send(request, 200, token());
          } else {
            request.connection().close();
          }
        };
    AuthorizationCodeFlow flow = flow(Optional.empty());

    for (int i = 0; i < 3; i++) {
      assertThat(Await.result(flow.exchange("c0de" + i, "verifier", BACK)).expiresInSeconds())
          .isPositive();
    }
    assertThat(used).hasSize(3);
  }

  @Test
  void aProviderThatGoesOnAndOnIsNotWaitedForEither() {
    provider.tokenAnswer =
        request -> {
          request.response().setChunked(true);
          vertx.setPeriodic(10, tick -> request.response().write(" "));
        };

    assertRefused(
        flow(Optional.empty(), Duration.ofMillis(500)).exchange("c0de", "verifier", BACK),
        Refusal.Reason.UNAVAILABLE,
        "cannot be used to sign in now");
  }

  @Test
  void onlySoManyAreAtTheProviderAtOnceAndTheOthersAreToldToComeBack() {
    Queue<HttpServerRequest> waiting = new ConcurrentLinkedQueue<>();
    provider.tokenAnswer = waiting::add;
    AuthorizationCodeFlow flow = flow(Optional.empty());
    List<Future<Grant>> started = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      started.add(flow.exchange("c0de" + i, "verifier", BACK));
    }

    assertRefused(started.get(16), Refusal.Reason.UNAVAILABLE, "too many users are signing in now");

    answerUntilDone(waiting, started.subList(0, 16));
    answerUntilDone(waiting, List.of(flow.exchange("c0de", "verifier", BACK)));
  }

  private void answerUntilDone(Queue<HttpServerRequest> waiting, List<Future<Grant>> asked) {
    await()
        .until(
            () -> {
              for (HttpServerRequest next = waiting.poll(); next != null; next = waiting.poll()) {
                send(next, 200, token());
              }
              return asked.stream().allMatch(Future::isComplete);
            });
    assertThat(asked).allMatch(Future::succeeded);
  }

  @Test
  void beforeTheProviderIsKnownNobodyIsSentThere() {
    provider.goAway();
    AuthorizationCodeFlow flow = unstarted(Optional.empty(), PATIENT, keys());

    assertThatThrownBy(() -> flow.addressFor(BACK, "state-of-16-chars", "challenge"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("cannot be read now");
  }

  @Test
  void aProviderThatDoesNotTellWhereIsRefusedByName() {
    provider.discovery.remove("token_endpoint");

    assertThatThrownBy(() -> flow(Optional.empty()).addressFor(BACK, "state", "challenge"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("token_endpoint");
  }

  private Future<Grant> exchange() {
    return flow(Optional.empty()).exchange("c0de", "verifier", BACK);
  }

  private AuthorizationCodeFlow flow(Optional<String> secret) {
    return flow(secret, PATIENT);
  }

  private AuthorizationCodeFlow flow(Optional<String> secret, Duration limit) {
    ProviderKeys keys = keys();
    keys.start();
    await().until(() -> keys.discovery().isPresent());
    return unstarted(secret, limit, keys);
  }

  private ProviderKeys keys() {
    return new ProviderKeys(
        vertx,
        settings(Optional.empty()),
        new JsonFetcher(vertx, PATIENT),
        ProviderKeys.ReadIntervals.DEFAULT,
        clock);
  }

  private AuthorizationCodeFlow unstarted(
      Optional<String> secret, Duration limit, ProviderKeys keys) {
    ProviderSettings settings = settings(secret);
    return new AuthorizationCodeFlow(
        vertx,
        settings,
        settings.signIn().orElseThrow(),
        keys,
        new ProviderTokens(settings, keys, new SignatureThreads(vertx), clock),
        limit,
        clock);
  }

  private ProviderSettings settings(Optional<String> secret) {
    return new ProviderSettings(
        provider.issuer,
        "spillway",
        "roles",
        "",
        Optional.of(new ProviderSettings.SignIn("console", secret, "openid roles")));
  }

  private void answer(int status, JsonObject body) {
    provider.tokenAnswer =
        request ->
            request
                .body()
                .onSuccess(
                    form -> {
                      asked.add(
                          List.of(
                              String.valueOf(request.getHeader("Authorization")), form.toString()));
                      send(request, status, body);
                    });
  }

  private static void send(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toBuffer());
  }

  private JsonObject token() {
    return new JsonObject().put("access_token", RSA.sign(claims(300)));
  }

  private JsonObject claims(long seconds) {
    long now = clock.instant().getEpochSecond();
    return new JsonObject()
        .put("iss", provider.issuer)
        .put("aud", "spillway")
        .put("sub", "4711")
        .put("iat", now)
        .put("exp", now + seconds)
        .put("roles", new JsonArray().add("operator"));
  }

  private static void assertRefused(Future<?> future, Refusal.Reason reason, String said) {
    Throwable failure = Await.failure(future);
    assertThat(failure).isInstanceOf(RefusedException.class).hasMessageContaining(said);
    assertThat(((RefusedException) failure).refusal().reason()).isEqualTo(reason);
  }
}
