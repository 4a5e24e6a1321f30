package io.spillway.store;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Webhooks, and the latest requests of each. */
public interface WebhookStore {
  /** How many deliveries of a webhook are kept, the latest. */
  int KEPT_DELIVERIES = 1_000;

  /** Adds a webhook and its audit row. Completes when durable; fails if the id is taken. */
  CompletionStage<Void> add(Webhook webhook, AuditEvent event);

  /** Reads a webhook, also a deleted one. Blocks. */
  Optional<Webhook> find(String id);

  /**
   * Reads webhooks that are not deleted, newest first. Blocks.
   *
   * @param text that the name, the description or the URL contains in any case; empty for all
   * @param before only those created before this one; empty for the newest
   */
  List<Webhook> list(String text, Optional<AutomationStore.Position> before, int limit);

  /**
   * Puts a changed webhook in place of its former revision, and adds an audit row.
   *
   * @param next with a revision one higher
   * @return completes, when durable, with false if it was changed concurrently
   */
  CompletionStage<Boolean> replace(Webhook next, AuditEvent event);

  /**
   * Marks that the receiver said at that revision of the webhook that it is gone; a webhook that
   * was changed since is left as it is. Completes when durable.
   */
  CompletionStage<Void> markGone(String id, long revision, Instant at);

  /**
   * Adds deliveries, oldest first, and removes those of their webhooks beyond {@link
   * #KEPT_DELIVERIES}. Completes when durable.
   */
  CompletionStage<Void> addDeliveries(List<WebhookDelivery> deliveries);

  /**
   * Reads the deliveries of a webhook, newest first. Blocks.
   *
   * @param beforeNumber only those with a smaller number; {@code Long.MAX_VALUE} for the newest
   */
  List<NumberedDelivery> deliveries(String webhookId, long beforeNumber, int limit);

  /**
   * A delivery in the store.
   *
   * @param number rises with each that is added
   */
  record NumberedDelivery(long number, WebhookDelivery delivery) {}
}
