package io.spillway.engine.webhook;

import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Builds the requests of both formats. Thread-safe. */
final class WebhookMessages {
  private static final Duration LIFETIME = Duration.ofMinutes(2);
  private static final Duration BEFORE = Duration.ofMinutes(1);
  private static final String TYPE = "type.googleapis.com/";

  private final SecretSealer sealer;
  private final WebhookSigner signer;
  private final String baseUrl;
  private final Clock clock;

  /**
   * @param baseUrl at which others know this server, the issuer of tokens
   */
  WebhookMessages(SecretSealer sealer, WebhookSigner signer, String baseUrl, Clock clock) {
    this.sealer = sealer;
    this.signer = signer;
    this.baseUrl = baseUrl;
    this.clock = clock;
  }

  /**
   * The request.
   *
   * @throws UnsealableException if a secret of the webhook cannot be opened
   */
  EgressRequest of(Webhook webhook, WebhookCall call) {
    boolean isC1 = webhook.target().format() == WebhookFormat.C1;
    Buffer body = (isC1 ? envelope(webhook, call) : call.payload()).toBuffer();
    Map<String, String> headers = new LinkedHashMap<>();
    webhook
        .secrets()
        .headers()
        .forEach(
            (name, value) ->
                headers.put(name, sealer.open(value, WebhookSecrets.header(webhook.id(), name))));
    headers.put("content-type", "application/json");
    headers.put("user-agent", "Spillway");
    headers.put("idempotency-key", call.idempotencyKey());
    if (!call.callbackUrl().isEmpty()) {
      headers.put("webhook-callback-url", call.callbackUrl());
    }
    byte[] bytes = body.getBytes();
    if (isC1) {
      putC1(headers, webhook, call, bytes);
    } else {
      putStandard(headers, webhook, call, bytes);
    }
    return new EgressRequest(
        webhook.target().uri(),
        webhook.target().method(),
        headers,
        body,
        webhook.limits().timeout());
  }

  private static JsonObject envelope(Webhook webhook, WebhookCall call) {
    JsonObject payload = new JsonObject().put("@type", TYPE + call.event().wireName());
    if (call.event() == WebhookEvent.STEP) {
      payload
          .put("automationId", call.automationId())
          .put("automationExecutionId", Long.toString(call.executionId()))
          .put("context", call.payload());
    }
    return new JsonObject()
        .put("version", "v1")
        .put("webhookId", webhook.id())
        .put("callbackUrl", call.callbackUrl())
        .put("event", call.event().wireName())
        .put("payload", payload);
  }

  private void putC1(Map<String, String> headers, Webhook webhook, WebhookCall call, byte[] body) {
    headers.put("authorization", "bearer " + token(webhook, body));
    // A byte sequence of structured fields, as RFC 9530 says.
    headers.put(
        "content-digest",
        "sha-256=:" + Base64.getEncoder().encodeToString(WebhookSigner.sha256(body)) + ":");
    headers.put("webhook-version", "v1");
    headers.put("webhook-id", webhook.id());
    headers.put("webhook-event", call.event().wireName());
  }

  private String token(Webhook webhook, byte[] body) {
    Instant now = clock.instant();
    URI url = webhook.target().uri();
    String target = webhook.target().url();
    int query = target.indexOf('?');
    return signer.sign(
        new JsonObject()
            .put("aud", EgressPolicy.hostOf(url))
            .put("c1typ", "wh")
            .put("exp", now.plus(LIFETIME).getEpochSecond())
            .put("htb_s256", WebhookSigner.base64Sha256(body))
            .put("htm", webhook.target().method())
            .put("htu", query < 0 ? target : target.substring(0, query))
            .put("iat", now.getEpochSecond())
            .put("iss", baseUrl)
            .put("jti", UUID.randomUUID().toString())
            .put("nbf", now.minus(BEFORE).getEpochSecond()));
  }

  private void putStandard(
      Map<String, String> headers, Webhook webhook, WebhookCall call, byte[] body) {
    Instant now = clock.instant();
    String id = call.idempotencyKey();
    Webhook.Secrets secrets = webhook.secrets();
    String purpose = WebhookSecrets.signing(webhook.id());
    String signature =
        SigningSecret.sign(sealer.open(secrets.signing(), purpose), id, now.getEpochSecond(), body);
    if (secrets.formerUntil().filter(now::isBefore).isPresent()) {
      signature +=
          " "
              + SigningSecret.sign(
                  sealer.open(secrets.formerSigning(), purpose), id, now.getEpochSecond(), body);
    }
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put("webhook-signature", signature);
  }
}
