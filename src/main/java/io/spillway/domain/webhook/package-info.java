/**
 * Webhooks: where steps and notifications send requests to, and what came of those.
 *
 * <p>A {@link io.spillway.domain.webhook.Webhook} is registered by an administrator and changed by
 * a {@link io.spillway.domain.webhook.WebhookPatch}. Its secrets are sealed before they get here:
 * this package never sees one in the clear, but checks the headers in {@link
 * io.spillway.domain.webhook.WebhookHeaders} before they are sealed.
 */
@NullMarked
package io.spillway.domain.webhook;

import org.jspecify.annotations.NullMarked;
