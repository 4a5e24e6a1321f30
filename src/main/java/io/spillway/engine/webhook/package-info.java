/**
 * Sends the requests of webhooks.
 *
 * <p>{@link io.spillway.engine.webhook.Webhooks} is what others see: the registry for the API, the
 * kind of steps for the runner, and callbacks. A request is built from a webhook and a payload by
 * one of the two formats, waits for its turn at the {@link
 * io.spillway.engine.webhook.DestinationPace} of the webhook, and is made by the {@link
 * io.spillway.engine.webhook.EgressClient}, which connects only where the {@link
 * io.spillway.engine.webhook.EgressPolicy} allows. What came of it goes to the delivery log in
 * batches. Secrets are sealed by {@link io.spillway.engine.webhook.SecretSealer} before they are
 * stored, and opened for one request.
 */
@NullMarked
package io.spillway.engine.webhook;

import org.jspecify.annotations.NullMarked;
