package io.spillway.domain.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A change of a webhook: present fields are set, absent ones are unchanged.
 *
 * @param displayName new name
 * @param description new description
 * @param url new destination
 * @param method new method
 * @param format new format
 * @param headers all its headers in the clear; the value {@link #KEEP} keeps the present one
 * @param timeout of a request
 * @param callbackTimeout of a callback
 * @param maxConcurrent on one node
 * @param maxPerSecond on one node
 */
public record WebhookPatch(
    Optional<String> displayName,
    Optional<String> description,
    Optional<String> url,
    Optional<String> method,
    Optional<WebhookFormat> format,
    Optional<Map<String, String>> headers,
    Optional<Duration> timeout,
    Optional<Duration> callbackTimeout,
    Optional<Integer> maxConcurrent,
    Optional<Integer> maxPerSecond) {
  /** What is shown for the value of a header, and keeps it when it is sent back. */
  public static final String KEEP = "***";

  /** The format afterwards. */
  public WebhookFormat formatOf(Webhook webhook) {
    return format.orElse(webhook.target().format());
  }

  /**
   * {@code webhook} with this change; a mark that it is gone is cleared.
   *
   * @param secrets of the changed one, with its headers sealed
   * @throws IllegalArgumentException if the result is not valid; the message names the field
   */
  public Webhook applyTo(Webhook webhook, Webhook.Secrets secrets, Instant now) {
    return new Webhook(
        webhook.id(),
        displayName.orElse(webhook.displayName()),
        description.orElse(webhook.description()),
        target(webhook.target()),
        limits(webhook.limits()),
        secrets,
        new Webhook.Times(
            webhook.times().createdAt(), now, webhook.times().deletedAt(), Optional.empty()),
        webhook.revision() + 1);
  }

  /** The target afterwards. */
  public Webhook.Target target(Webhook.Target old) {
    return new Webhook.Target(
        url.orElse(old.url()), method.orElse(old.method()), format.orElse(old.format()));
  }

  /** The limits afterwards. */
  public Webhook.Limits limits(Webhook.Limits old) {
    return new Webhook.Limits(
        timeout.orElse(old.timeout()),
        callbackTimeout.orElse(old.callbackTimeout()),
        maxConcurrent.orElse(old.maxConcurrent()),
        maxPerSecond.orElse(old.maxPerSecond()));
  }
}
