package io.spillway.testing;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookDelivery;
import io.spillway.store.AutomationStore;
import io.spillway.store.WebhookStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps webhooks in memory, and what would be audited. */
public final class MemoryWebhookStore implements WebhookStore {
  public final Map<String, Webhook> webhooks = new ConcurrentHashMap<>();
  public final List<WebhookDelivery> deliveries = new CopyOnWriteArrayList<>();
  public final List<AuditEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public CompletionStage<Void> add(Webhook webhook, AuditEvent event) {
    webhooks.put(webhook.id(), webhook);
    events.add(event);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<Webhook> find(String id) {
    return Optional.ofNullable(webhooks.get(id));
  }

  @Override
  public List<Webhook> list(String text, Optional<AutomationStore.Position> before, int limit) {
    return webhooks.values().stream()
        .filter(Webhook::isActive)
        .filter(webhook -> webhook.displayName().contains(text))
        .filter(webhook -> before.map(at -> webhook.id().compareTo(at.id()) < 0).orElse(true))
        .sorted(Comparator.comparing(Webhook::id).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public CompletionStage<Boolean> replace(Webhook next, AuditEvent event) {
    Webhook former = webhooks.get(next.id());
    boolean isNext = former.revision() == next.revision() - 1;
    if (isNext) {
      webhooks.put(next.id(), next);
      events.add(event);
    }
    return CompletableFuture.completedFuture(isNext);
  }

  @Override
  public CompletionStage<Void> markGone(String id, long revision, Instant at) {
    webhooks.computeIfPresent(
        id,
        (key, webhook) ->
            new Webhook(
                id,
                webhook.displayName(),
                webhook.description(),
                webhook.target(),
                webhook.limits(),
                webhook.secrets(),
                new Webhook.Times(
                    webhook.times().createdAt(),
                    webhook.times().updatedAt(),
                    webhook.times().deletedAt(),
                    Optional.of(at)),
                webhook.revision()));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> addDeliveries(List<WebhookDelivery> more) {
    deliveries.addAll(more);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public List<NumberedDelivery> deliveries(String webhookId, long beforeNumber, int limit) {
    List<NumberedDelivery> found = new ArrayList<>();
    for (int i = deliveries.size(); i > 0 && found.size() < limit; i--) {
      if (i < beforeNumber && deliveries.get(i - 1).webhookId().equals(webhookId)) {
        found.add(new NumberedDelivery(i, deliveries.get(i - 1)));
      }
    }
    return found;
  }
}
