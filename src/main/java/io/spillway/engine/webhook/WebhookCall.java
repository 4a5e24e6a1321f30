package io.spillway.engine.webhook;

import io.vertx.core.json.JsonObject;

/**
 * What is to be told to the receiver of a webhook.
 *
 * @param event what it is about
 * @param idempotencyKey the same on each attempt
 * @param automationId of the step; empty for a test
 * @param executionId of the step; 0 for a test
 * @param payload for the receiver
 * @param callbackUrl for an answer that comes later; empty if there is none
 */
record WebhookCall(
    WebhookEvent event,
    String idempotencyKey,
    String automationId,
    long executionId,
    JsonObject payload,
    String callbackUrl) {}
