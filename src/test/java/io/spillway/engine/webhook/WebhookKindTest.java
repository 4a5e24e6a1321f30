package io.spillway.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.automation.RefusedException;
import io.spillway.domain.webhook.WebhookDelivery;
import io.spillway.domain.webhook.WebhookFormat;
import io.spillway.domain.webhook.WebhookPatch;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepCancellation;
import io.spillway.engine.step.StepContext;
import io.spillway.engine.step.StepKind;
import io.spillway.engine.step.StepOutcome;
import io.spillway.engine.step.StepRun;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps whose webhook is a real server on loopback, which answers in all the wrong ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookKindTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String BASE = "https://spillway.example";

  private final SettableClock clock = new SettableClock(NOW);
  private final Vertx vertx = Vertx.vertx();
  private final Store store = SqliteStore.inMemory("webhooks", clock, new SimpleMeterRegistry());
  private final List<String> callbacks = new ArrayList<>();
  private HostileReceiver receiver;
  private Webhooks webhooks;
  private Duration timeout = Duration.ZERO;
  private StepKind kind;

  @BeforeAll
  void open() {
    receiver = new HostileReceiver(vertx, new HttpServerOptions());
    webhooks =
        await(
            Webhooks.open(
                vertx,
                store,
                SecretSealer.of(SecretSealer.newKeySet()),
                new WebhookSettings(
                    BASE,
                    EgressPolicy.of(List.of("127.0.0.1/32")),
                    Optional.empty(),
                    new HttpClientOptions()),
                this::received,
                clock));
    kind =
        webhooks.kind(
            (expression, context) -> Objects.requireNonNull(context.values().get(expression)));
  }

  private Future<Boolean> received(long executionId, int step, int run, byte[] output) {
    callbacks.add(
        executionId + " " + step + " " + run + " " + new String(output, StandardCharsets.UTF_8));
    return Future.succeededFuture(callbacks.size() == 1);
  }

  @AfterAll
  void close() {
    await(webhooks.close());
    await(vertx.close());
    store.close();
  }

  @BeforeEach
  void reset() {
    receiver.received.clear();
    callbacks.clear();
    clock.set(NOW);
    timeout = Duration.ofSeconds(15);
  }

  @Test
  void theFormatOfC1IsTheEnvelopeWithASignedToken() throws Exception {
    receiver.answers(200, "{\"context\":{\"ticket\":7},\"other\":1}");
    String id = webhook(WebhookFormat.C1, "/hook?q=1", Map.of("X-Key", "hidden"));

    StepOutcome outcome = run(id, new JsonObject().put("a", 1));

    assertThat(output(outcome)).isEqualTo("{\"response\":{\"ticket\":7}}");
    HostileReceiver.Received request = receiver.received.get(0);
    JsonObject envelope = request.body().toJsonObject();
    String callback = envelope.getString("callbackUrl");
    assertThat(envelope)
        .isEqualTo(
            new JsonObject()
                .put("version", "v1")
                .put("webhookId", id)
                .put("callbackUrl", callback)
                .put("event", "c1.webhooks.v1.PayloadWorkflowStep")
                .put(
                    "payload",
                    new JsonObject()
                        .put("@type", "type.googleapis.com/c1.webhooks.v1.PayloadWorkflowStep")
                        .put("automationId", "a1")
                        .put("automationExecutionId", "42")
                        .put("context", new JsonObject().put("a", 1))));
    assertThat(callback).startsWith(BASE + "/api/v1/webhooks/callback/");
    assertThat(request.header("webhook-callback-url")).isEqualTo(callback);
    assertThat(request.header("idempotency-key")).isEqualTo("spw-42-3");
    assertThat(request.header("webhook-version")).isEqualTo("v1");
    assertThat(request.header("webhook-id")).isEqualTo(id);
    assertThat(request.header("webhook-event")).isEqualTo("c1.webhooks.v1.PayloadWorkflowStep");
    assertThat(request.header("x-key")).isEqualTo("hidden");
    byte[] hash = WebhookSigner.sha256(request.body().getBytes());
    assertThat(request.header("content-digest"))
        .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":");
    assertToken(request, hash);
  }

  private void assertToken(HostileReceiver.Received request, byte[] hash) throws Exception {
    assertThat(request.header("authorization")).startsWith("bearer ");
    String[] parts = request.header("authorization").substring(7).split("\\.", -1);
    JsonObject key = webhooks.jwks().getJsonArray("keys").getJsonObject(0);
    assertThat(key.containsKey("d")).isFalse();
    assertThat(decoded(parts[0]))
        .isEqualTo(
            new JsonObject()
                .put("alg", "EdDSA")
                .put("typ", "JWT")
                .put("kid", key.getString("kid")));
    JsonObject claims = decoded(parts[1]);
    assertThat(claims)
        .isEqualTo(
            new JsonObject()
                .put("aud", "127.0.0.1")
                .put("c1typ", "wh")
                .put("exp", NOW.getEpochSecond() + 120)
                .put("htb_s256", Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
                .put("htm", "POST")
                .put("htu", "http://127.0.0.1:" + receiver.port() + "/hook")
                .put("iat", NOW.getEpochSecond())
                .put("iss", BASE)
                .put("jti", claims.getString("jti"))
                .put("nbf", NOW.getEpochSecond() - 60));
    byte[] x509 =
        HexFormat.of()
            .parseHex(
                "302a300506032b6570032100"
                    + HexFormat.of().formatHex(Base64.getUrlDecoder().decode(key.getString("x"))));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  private static JsonObject decoded(String part) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
  }

  @Test
  void theStandardFormatIsThePayloadSignedByBothSecretsWhileOneIsRotated() {
    receiver.answers(200, "[1.25,\"x\"]");
    WebhookRegistry.Registered made = create(WebhookFormat.STANDARD, "/hook", Map.of());
    String id = made.webhook().id();
    String next = await(webhooks.registry().rotateSecret(id, "c1")).secret();

    assertThat(output(run(id, new JsonObject().put("a", 1))))
        .isEqualTo("{\"response\":[1.25,\"x\"]}");
    clock.advance(Duration.ofHours(25));
    run(id, new JsonObject().put("a", 1));

    HostileReceiver.Received first = receiver.received.get(0);
    assertThat(first.body().toString()).isEqualTo("{\"a\":1}");
    assertThat(first.header("webhook-id")).isEqualTo("spw-42-3");
    assertThat(first.header("idempotency-key")).isEqualTo("spw-42-3");
    assertThat(first.header("webhook-timestamp")).isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(first.header("webhook-signature"))
        .isEqualTo(signature(next, first) + " " + signature(made.secret(), first));
    HostileReceiver.Received later = receiver.received.get(1);
    assertThat(later.header("webhook-signature")).isEqualTo(signature(next, later));
  }

  private static String signature(String secret, HostileReceiver.Received request) {
    return SigningSecret.sign(
        secret,
        request.header("webhook-id"),
        Long.parseLong(request.header("webhook-timestamp")),
        request.body().getBytes());
  }

  @Test
  void signaturesAreThoseOfTheReferenceImplementation() {
    assertThat(
            SigningSecret.sign(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void answersThatAreNotJsonAreDoneWithoutOutput() {
    receiver.answers(204, "");
    String id = webhook(WebhookFormat.STANDARD, "/", Map.of());
    assertThat(output(run(id, new JsonObject()))).isEmpty();
    receiver.answers(200, "ok");
    assertThat(output(run(id, new JsonObject()))).isEmpty();
  }

  @Test
  void anAcceptedRequestWaitsForOneCallback() {
    receiver.answers(202, "");
    String id = webhook(WebhookFormat.C1, "/", Map.of());

    assertThat(run(id, new JsonObject()))
        .isEqualTo(new StepOutcome.Waiting(NOW.plus(Duration.ofDays(8))));
    String url = receiver.received.get(0).header("webhook-callback-url");
    String token = url.substring(url.lastIndexOf('/') + 1);

    await(take(token, "{\"context\":{\"done\":true}}"));
    assertThat(callbacks).containsExactly("42 3 9 {\"response\":{\"done\":true}}");
    assertRefused(take(token, "{}"), "used before");
    assertRefused(take(token, "{"), "not valid JSON");
    assertRefused(take(token.substring(0, token.length() - 2) + "AA", "{}"), "no such callback");
    assertRefused(take("x".repeat(5_000), "{}"), "no such callback");
    assertThat(await(kind.resume(stepRun(id, new JsonObject(), new StepCancellation()))))
        .isEqualTo(StepOutcome.failedForGood("CALLBACK_TIMEOUT", "no callback arrived in time"));
  }

  private Future<Void> take(String token, String body) {
    return webhooks
        .callbacks()
        .take(token, () -> Future.succeededFuture(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertRefused(Future<Void> taken, String message) {
    assertThat(taken.cause()).isInstanceOf(RefusedException.class).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "429,120,120",
    "503,'Sun, 01 Mar 2026 10:01:30 GMT',90",
    "500,,",
    "404,,",
    "302,5,5",
    "429,999999,3600"
  })
  void otherAnswersAreTriedAgain(int status, String retryAfter, Long seconds) {
    receiver.answers(
        response -> {
          if (retryAfter != null) {
            response.putHeader("Retry-After", retryAfter);
          }
          response.putHeader("Location", "http://127.0.0.1:" + receiver.port() + "/other");
          response.setStatusCode(status).end("no");
        });

    StepOutcome.Failed failed = failed(webhook(WebhookFormat.STANDARD, "/", Map.of()));

    assertThat(failed.isFinal()).isFalse();
    assertThat(failed.error().code()).isEqualTo("HTTP_STATUS");
    assertThat(failed.error().httpStatus()).isEqualTo(status);
    assertThat(failed.retryAfter())
        .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    assertThat(receiver.received).hasSize(1);
  }

  @Test
  void aReceiverThatIsGoneEndsTheStepAndIsMarkedUntilItIsChanged() {
    receiver.answers(410, "");
    String id = webhook(WebhookFormat.STANDARD, "/", Map.of());

    StepOutcome.Failed failed = failed(id);

    assertThat(failed.isFinal()).isTrue();
    assertThat(failed.error().httpStatus()).isEqualTo(410);
    Awaitility.await().until(() -> webhooks.registry().existing(id).times().goneAt().isPresent());
    await(webhooks.registry().update(id, patch(Optional.empty(), Map.of()), "c1"));
    assertThat(webhooks.registry().existing(id).times().goneAt()).isEmpty();
  }

  @Test
  void aBodyOfAGigabyteIsNotRead() {
    receiver.answers(HostileReceiver::endless);

    assertThat(failed(webhook(WebhookFormat.STANDARD, "/", Map.of())).error().code())
        .isEqualTo("ANSWER_TOO_LARGE");
  }

  @Test
  void aBodyThatTricklesEndsWithTheTimeout() {
    timeout = Duration.ofSeconds(1);
    receiver.answers(response -> HostileReceiver.trickling(vertx, response));

    assertThat(failed(webhook(WebhookFormat.STANDARD, "/", Map.of())).error().code())
        .isEqualTo("TIMEOUT");
  }

  @Test
  void aReceiverThatNeverAnswersEndsWithTheTimeout() {
    timeout = Duration.ofSeconds(1);
    receiver.answers(response -> {});

    assertThat(failed(webhook(WebhookFormat.C1, "/", Map.of())).error().code())
        .isEqualTo("TIMEOUT");
  }

  @Test
  void headersWithoutEndAreNotRead() {
    receiver.answers(
        response -> {
          for (int i = 0; i < 1_000; i++) {
            response.putHeader("X-Bomb-" + i, "b".repeat(1_000));
          }
          response.end();
        });

    assertThat(failed(webhook(WebhookFormat.STANDARD, "/", Map.of())).error().code())
        .isEqualTo("CONNECTION_FAILED");
  }

  @Test
  void aCutBodyIsTriedAgainWithTheSameKey() {
    receiver.answers(HostileReceiver::cut);
    String id = webhook(WebhookFormat.STANDARD, "/", Map.of());
    assertThat(failed(id).error().code()).isEqualTo("CONNECTION_FAILED");
    receiver.answers(200, "{}");
    assertThat(output(run(id, new JsonObject()))).isEqualTo("{\"response\":{}}");

    assertThat(receiver.received)
        .extracting(request -> request.header("idempotency-key"))
        .containsExactly("spw-42-3", "spw-42-3");
  }

  @Test
  @SuppressWarnings("removal") // Vert.x has nothing else that makes a certificate.
  void aCertificateThatNobodyTrustsIsNoAnswer() {
    HostileReceiver tls =
        new HostileReceiver(
            vertx,
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(SelfSignedCertificate.create("127.0.0.1").keyCertOptions()));
    String id =
        await(
                webhooks
                    .registry()
                    .create(
                        patch(Optional.of("https://127.0.0.1:" + tls.port() + "/"), Map.of()),
                        "c1"))
            .webhook()
            .id();

    assertThat(failed(id).error().code()).isEqualTo("TLS_FAILED");
    assertThat(tls.received).isEmpty();
  }

  @Test
  void aTerminatedExecutionAbortsItsRequest() {
    receiver.answers(response -> {});
    StepCancellation cancellation = new StepCancellation();
    Future<StepOutcome> running =
        kind.run(
            stepRun(
                webhook(WebhookFormat.STANDARD, "/", Map.of()), new JsonObject(), cancellation));
    Awaitility.await().until(() -> !receiver.received.isEmpty());

    cancellation.cancel();

    assertThat(((StepOutcome.Failed) await(running)).error().code()).isEqualTo("CANCELLED");
  }

  @Test
  void aDestinationThatFailsIsLeftAloneForAWhileWithoutBurningAttempts() {
    receiver.answers(503, "");
    String id = webhook(WebhookFormat.STANDARD, "/", Map.of());
    StepOutcome outcome = run(id, new JsonObject());
    int sent = 1;
    while (outcome instanceof StepOutcome.Failed && sent < 50) {
      outcome = run(id, new JsonObject());
      sent++;
    }

    assertThat(outcome)
        .isEqualTo(new StepOutcome.Postponed(NOW.plus(DestinationPace.FIRST_CLOSURE)));
    assertThat(receiver.received).hasSize(sent - 1);
  }

  @Test
  void deliveriesAreRecorded() {
    receiver.answers(503, "");
    String id = webhook(WebhookFormat.STANDARD, "/", Map.of());
    run(id, new JsonObject());
    receiver.answers(200, "");
    run(id, new JsonObject());
    await(webhooks.flush());

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(store.webhooks().deliveries(id, Long.MAX_VALUE, 9))
                    .extracting(row -> row.delivery())
                    .extracting(
                        WebhookDelivery::executionId,
                        WebhookDelivery::step,
                        WebhookDelivery::attempt,
                        WebhookDelivery::status,
                        WebhookDelivery::error)
                    .containsExactly(
                        Tuple.tuple(42L, 3, 2, 200, ""),
                        Tuple.tuple(42L, 3, 2, 503, "answered with status 503")));
  }

  @Test
  void anUnknownOrDeletedWebhookEndsTheStep() {
    String id = webhook(WebhookFormat.STANDARD, "/", Map.of());
    await(webhooks.registry().delete(id, "c1"));

    for (String missing : List.of(id, "unknown", "x".repeat(9_999))) {
      StepOutcome.Failed failed = failed(missing);
      assertThat(failed.isFinal()).isTrue();
      assertThat(failed.error().code()).isEqualTo("WEBHOOK_NOT_FOUND");
    }
  }

  @Test
  void anExpressionThatFailsAndAPayloadThatIsNoObjectSendNothing() {
    String id = webhook(WebhookFormat.STANDARD, "/", Map.of());
    JsonObject unknown = new JsonObject().put("webhookIdCel", "nothing");
    JsonObject text = new JsonObject().put("webhookId", id).put("payload", "text");

    assertThat(kind.run(stepRun(new StepCancellation(), unknown, id)).failed()).isTrue();
    assertThat(await(kind.run(stepRun(new StepCancellation(), text, id))))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("INVALID_PAYLOAD"));
    assertThat(receiver.received).isEmpty();
  }

  @Test
  void theIdMayComeFromAnExpression() {
    receiver.answers(200, "");
    String id = webhook(WebhookFormat.STANDARD, "/", Map.of());
    StepRun run = stepRun(new StepCancellation(), new JsonObject().put("webhookIdCel", "hook"), id);

    assertThat(await(kind.run(run))).isInstanceOf(StepOutcome.Completed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"webhookId\":\"\"}",
        "{\"webhookId\":7}",
        "{\"webhookId\":\"a\",\"webhookIdCel\":\"b\"}",
        "{\"webhookId\":\"a\",\"payload\":[]}",
        "{\"webhookId\":\"a\",\"payload\":\"text\"}"
      })
  void configurationsThatCannotWorkAreRefused(String configuration) {
    assertThatThrownBy(
            () -> kind.check(new JsonObject(configuration), "automationSteps[0].webhook"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("automationSteps[0].webhook")
        .hasMessageContaining("must");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"webhookId\":\"a\"}",
        "{\"webhookIdCel\":\"ctx.trigger.hook\",\"payload\":{\"a\":\"{{ ctx.trigger.b }}\"}}",
        "{\"webhookId\":\"a\",\"payload\":\"{{ ctx.trigger }}\",\"other\":1}"
      })
  void othersAreAccepted(String configuration) {
    kind.check(new JsonObject(configuration), "automationSteps[0].webhook");
  }

  private String webhook(WebhookFormat format, String path, Map<String, String> headers) {
    return create(format, path, headers).webhook().id();
  }

  private WebhookRegistry.Registered create(
      WebhookFormat format, String path, Map<String, String> headers) {
    WebhookPatch patch =
        new WebhookPatch(
            Optional.of("Tickets"),
            Optional.empty(),
            Optional.of("http://127.0.0.1:" + receiver.port() + path),
            Optional.empty(),
            Optional.of(format),
            Optional.of(headers),
            Optional.of(timeout),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return await(webhooks.registry().create(patch, "c1"));
  }

  private static WebhookPatch patch(Optional<String> url, Map<String, String> headers) {
    return new WebhookPatch(
        Optional.of("Other"),
        Optional.empty(),
        url,
        Optional.empty(),
        Optional.empty(),
        Optional.of(headers),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private StepOutcome run(String webhookId, JsonObject payload) {
    return await(kind.run(stepRun(webhookId, payload, new StepCancellation())));
  }

  private StepOutcome.Failed failed(String webhookId) {
    StepOutcome outcome = run(webhookId, new JsonObject());
    assertThat(outcome).isInstanceOf(StepOutcome.Failed.class);
    return (StepOutcome.Failed) outcome;
  }

  private static String output(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(StepOutcome.Completed.class);
    return new String(((StepOutcome.Completed) outcome).output(), StandardCharsets.UTF_8);
  }

  private static StepRun stepRun(
      String webhookId, JsonObject payload, StepCancellation cancellation) {
    return stepRun(
        cancellation, new JsonObject().put("webhookId", webhookId).put("payload", payload), "");
  }

  private static StepRun stepRun(
      StepCancellation cancellation, JsonObject configuration, String hook) {
    return new StepRun(
        "a1",
        42,
        new Step(3, "notify", "webhook", "webhook", "", configuration),
        9,
        2,
        configuration,
        new StepContext(
            "{}".getBytes(StandardCharsets.UTF_8),
            Map.of("hook", ("\"" + hook + "\"").getBytes(StandardCharsets.UTF_8))),
        cancellation);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("not completed", e);
    }
  }
}
