package io.spillway.engine.webhook;

import io.spillway.domain.webhook.Webhook;
import io.spillway.engine.step.StepCancellation;
import io.spillway.engine.step.StepKind;
import io.spillway.store.IdentityStore;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ProxyOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The webhooks of a node. Thread-safe. */
public final class Webhooks {
  private static final String KEY_USE = "webhook";
  private static final String KEY_ID = "webhook-1";
  private static final String KEY_PURPOSE = "webhook signing key";
  private static final String SEALED = "sealed";

  private final WebhookRegistry registry;
  private final WebhookCache cache;
  private final WebhookSender sender;
  private final Callbacks callbacks;
  private final DeliveryLog log;
  private final WebhookSigner signer;
  private final Clock clock;

  private Webhooks(
      Vertx vertx, Store store, Secrets secrets, WebhookSettings settings, Clock clock) {
    this.signer = secrets.signer;
    this.clock = clock;
    this.registry =
        new WebhookRegistry(vertx, store.webhooks(), secrets.sealer, settings.policy(), clock);
    this.cache = new WebhookCache(vertx, store.webhooks(), clock);
    this.callbacks = new Callbacks(secrets.sealer, settings.baseUrl(), secrets.receiver);
    this.log = new DeliveryLog(vertx, store.webhooks());
    this.sender =
        new WebhookSender(
            vertx,
            store.webhooks(),
            new WebhookMessages(secrets.sealer, signer, settings.baseUrl(), clock),
            new EgressClient(
                vertx,
                settings.policy(),
                NameResolver.ofSystem(vertx),
                settings.proxy().map(Webhooks::proxy),
                settings.client()),
            log,
            clock);
  }

  private record Secrets(SecretSealer sealer, WebhookSigner signer, CallbackReceiver receiver) {}

  /**
   * Loads the key that signs, which is made and sealed if there is none.
   *
   * @param receiver of callbacks
   * @return fails if the key cannot be read, or was sealed with another key set
   */
  public static Future<Webhooks> open(
      Vertx vertx,
      Store store,
      SecretSealer sealer,
      WebhookSettings settings,
      CallbackReceiver receiver,
      Clock clock) {
    IdentityStore keys = store.identity();
    return vertx
        .executeBlocking(() -> keys.keys(KEY_USE), false)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.fromCompletionStage(
                            keys.addKey(newKey(sealer, clock)), vertx.getOrCreateContext())
                        .compose(added -> vertx.executeBlocking(() -> keys.keys(KEY_USE), false))
                    : Future.succeededFuture(found))
        .map(
            found ->
                new Webhooks(
                    vertx,
                    store,
                    new Secrets(sealer, signerOf(sealer, found), receiver),
                    settings,
                    clock));
  }

  private static IdentityStore.Key newKey(SecretSealer sealer, Clock clock) {
    String sealed = sealer.seal(WebhookSigner.generate().encode(), KEY_PURPOSE);
    return new IdentityStore.Key(
        KEY_ID, KEY_USE, new JsonObject().put(SEALED, sealed).encode(), clock.instant());
  }

  private static WebhookSigner signerOf(SecretSealer sealer, List<IdentityStore.Key> keys) {
    String sealed = new JsonObject(keys.get(0).material()).getString(SEALED);
    return WebhookSigner.of(new JsonObject(sealer.open(sealed, KEY_PURPOSE)));
  }

  private static ProxyOptions proxy(String address) {
    int colon = address.lastIndexOf(':');
    return new ProxyOptions()
        .setHost(address.substring(0, colon))
        .setPort(Integer.parseInt(address.substring(colon + 1)));
  }

  /** Creates, changes and deletes webhooks. */
  public WebhookRegistry registry() {
    return registry;
  }

  /** The callback URLs. */
  public Callbacks callbacks() {
    return callbacks;
  }

  /**
   * The kind {@code webhook} of steps.
   *
   * @param ids evaluates {@code webhookIdCel}
   */
  public StepKind kind(WebhookKind.Expression ids) {
    return new WebhookKind(cache, sender, callbacks, ids, clock);
  }

  /** The public key of the tokens of C1's format, as a JWK set. */
  public JsonObject jwks() {
    return signer.jwkSet();
  }

  /** Sends a test to the receiver of a webhook, and says what came back. */
  public Future<WebhookTestResult> test(Webhook webhook) {
    WebhookCall call =
        new WebhookCall(
            WebhookEvent.TEST,
            "spw-test-" + UUID.randomUUID(),
            "",
            0,
            new JsonObject().put("test", true),
            "");
    return sender
        .send(webhook, call, new WebhookSender.Attempt(0, 1), new StepCancellation())
        .map(Webhooks::resultOf);
  }

  private static WebhookTestResult resultOf(WebhookSender.Sent sent) {
    if (sent instanceof WebhookSender.Sent.Answered answered) {
      int status = answered.answer().status();
      return new WebhookTestResult(
          status,
          answered.duration(),
          answered.answer().isSuccess() ? "" : "answered with status " + status);
    }
    if (sent instanceof WebhookSender.Sent.Failed failed) {
      return new WebhookTestResult(
          0,
          failed.duration(),
          failed.cause().code() + ": " + WebhookSender.messageOf(failed.cause()));
    }
    return new WebhookTestResult(
        0,
        Duration.ZERO,
        "not sent: the webhook is at its limits, or on trial after failures until "
            + ((WebhookSender.Sent.NotYet) sent).at());
  }

  /** Writes pending deliveries now. */
  public Future<Void> flush() {
    return log.flush();
  }

  /** Writes the rest of the deliveries; before the store is closed. */
  public Future<Void> close() {
    return log.close();
  }
}
