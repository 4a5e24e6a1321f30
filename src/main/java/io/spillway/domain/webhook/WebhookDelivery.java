package io.spillway.domain.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * What came of one request of a webhook.
 *
 * @param webhookId of the webhook
 * @param executionId whose step it was; 0 for a test
 * @param step index of the step
 * @param attempt its number, from 1
 * @param status of the answer, 0 if there was none
 * @param duration from the look-up of the name to the end of the answer
 * @param error why it failed, without values of a context; empty if it did not
 * @param at when it was sent
 */
public record WebhookDelivery(
    String webhookId,
    long executionId,
    int step,
    int attempt,
    int status,
    Duration duration,
    String error,
    Instant at) {
  private static final int MAX_ERROR = 512;

  public WebhookDelivery {
    error = error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR - 1) + "…";
  }
}
