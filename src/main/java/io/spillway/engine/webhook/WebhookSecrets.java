package io.spillway.engine.webhook;

import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookFormat;
import io.spillway.domain.webhook.WebhookHeaders;
import io.spillway.domain.webhook.WebhookPatch;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes and seals the secrets of webhooks. */
final class WebhookSecrets {
  /** How long a replaced secret signs beside the new one. */
  static final Duration FORMER = Duration.ofHours(24);

  private final SecretSealer sealer;

  WebhookSecrets(SecretSealer sealer) {
    this.sealer = sealer;
  }

  static String header(String webhookId, String name) {
    return "webhook " + webhookId + " header " + name;
  }

  static String signing(String webhookId) {
    return "webhook " + webhookId + " signing";
  }

  /**
   * Secrets after a change.
   *
   * @param sealed as they are to be stored
   * @param shown a new signing secret in the clear, to be shown once; empty if there is no new one
   */
  record Changed(Webhook.Secrets sealed, String shown) {}

  /**
   * Secrets of a webhook after a patch: its headers, and a signing secret if the format needs one
   * and there is none.
   *
   * @throws IllegalArgumentException if a header is not allowed
   */
  Changed after(WebhookPatch patch, Webhook webhook) {
    WebhookFormat format = patch.formatOf(webhook);
    Webhook.Secrets old = webhook.secrets();
    Map<String, String> headers = old.headers();
    if (patch.headers().isPresent()) {
      headers = sealed(webhook, patch.headers().get(), format);
    } else if (format != webhook.target().format()) {
      Map<String, String> names = new LinkedHashMap<>();
      headers.keySet().forEach(name -> names.put(name, ""));
      WebhookHeaders.check(names, format);
    }
    if (format == WebhookFormat.C1) {
      return new Changed(new Webhook.Secrets(headers, "", "", Optional.empty()), "");
    }
    if (!old.signing().isEmpty()) {
      return new Changed(
          new Webhook.Secrets(headers, old.signing(), old.formerSigning(), old.formerUntil()), "");
    }
    String secret = SigningSecret.generate();
    return new Changed(
        new Webhook.Secrets(
            headers, sealer.seal(secret, signing(webhook.id())), "", Optional.empty()),
        secret);
  }

  private Map<String, String> sealed(
      Webhook webhook, Map<String, String> given, WebhookFormat format) {
    WebhookHeaders.check(given, format);
    Map<String, String> sealed = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          String present = webhook.secrets().headers().getOrDefault(name, "");
          boolean keeps = value.equals(WebhookPatch.KEEP);
          if (keeps && present.isEmpty()) {
            throw new IllegalArgumentException(
                "headers."
                    + name
                    + " is "
                    + WebhookPatch.KEEP
                    + ", which stands for the present value, must be a value: there is none yet");
          }
          sealed.put(name, keeps ? present : sealer.seal(value, header(webhook.id(), name)));
        });
    return sealed;
  }

  /** A new signing secret; the present one signs too for {@link #FORMER}. */
  Changed rotated(Webhook webhook, Instant now) {
    String secret = SigningSecret.generate();
    return new Changed(
        new Webhook.Secrets(
            webhook.secrets().headers(),
            sealer.seal(secret, signing(webhook.id())),
            webhook.secrets().signing(),
            Optional.of(now.plus(FORMER))),
        secret);
  }
}
