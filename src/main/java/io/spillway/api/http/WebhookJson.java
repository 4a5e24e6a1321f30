package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookDelivery;
import io.spillway.domain.webhook.WebhookPatch;
import io.spillway.engine.webhook.WebhookRegistry.Registered;
import io.spillway.engine.webhook.WebhookTestResult;
import io.spillway.store.WebhookStore.NumberedDelivery;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Writes webhooks as JSON, never with their secrets. */
final class WebhookJson {
  private WebhookJson() {}

  static Reply one(Webhook webhook) {
    return Reply.ok(out -> JsonText.object(out, "webhook", o -> write(o, webhook)));
  }

  /** The webhook, and its new signing secret if it got one. */
  static Reply registered(Registered registered) {
    return Reply.ok(
        out -> {
          JsonText.object(out, "webhook", o -> write(o, registered.webhook()));
          if (!registered.secret().isEmpty()) {
            out.writeStringField("secret", registered.secret());
          }
        });
  }

  static Reply page(List<Webhook> rows, String nextPageToken) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          for (Webhook row : rows) {
            out.writeStartObject();
            write(out, row);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }

  static Reply test(WebhookTestResult result) {
    return Reply.ok(
        out -> {
          out.writeNumberField("status", result.status());
          duration(out, "duration", result.duration());
          out.writeStringField("error", result.error());
        });
  }

  static Reply deliveries(List<NumberedDelivery> rows, String nextPageToken) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          for (NumberedDelivery row : rows) {
            out.writeStartObject();
            write(out, row.delivery());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }

  private static void write(JsonGenerator out, WebhookDelivery delivery) throws IOException {
    JsonText.int64(out, "executionId", delivery.executionId());
    out.writeNumberField("step", delivery.step());
    out.writeNumberField("attempt", delivery.attempt());
    out.writeNumberField("status", delivery.status());
    duration(out, "duration", delivery.duration());
    out.writeStringField("error", delivery.error());
    JsonText.timestamp(out, "at", delivery.at());
  }

  private static void write(JsonGenerator out, Webhook webhook) throws IOException {
    out.writeStringField("id", webhook.id());
    JsonText.text(out, "displayName", webhook.displayName());
    JsonText.text(out, "description", webhook.description());
    out.writeStringField("url", webhook.target().url());
    out.writeStringField("format", webhook.target().format().name());
    out.writeStringField("method", webhook.target().method());
    out.writeObjectFieldStart("headers");
    for (String name : webhook.secrets().headers().keySet()) {
      out.writeStringField(name, WebhookPatch.KEEP);
    }
    out.writeEndObject();
    duration(out, "timeout", webhook.limits().timeout());
    duration(out, "callbackTimeout", webhook.limits().callbackTimeout());
    out.writeNumberField("maxConcurrent", webhook.limits().maxConcurrent());
    out.writeNumberField("maxPerSecond", webhook.limits().maxPerSecond());
    JsonText.timestamp(out, "createdAt", webhook.times().createdAt());
    JsonText.timestamp(out, "updatedAt", webhook.times().updatedAt());
    JsonText.timestamp(out, "deletedAt", webhook.times().deletedAt());
    JsonText.timestamp(out, "goneAt", webhook.times().goneAt());
  }

  private static void duration(JsonGenerator out, String name, Duration duration)
      throws IOException {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toSeconds())
            .add(BigDecimal.valueOf(duration.toMillisPart(), 3));
    String text = seconds.stripTrailingZeros().toPlainString();
    out.writeStringField(name, text + "s");
  }
}
