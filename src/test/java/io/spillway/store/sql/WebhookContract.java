package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookDelivery;
import io.spillway.domain.webhook.WebhookFormat;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link WebhookStore}. */
interface WebhookContract extends OpenStore {
  @Test
  default void readsAWebhookAsItWasAddedWithItsAuditRow() {
    Webhook webhook = webhook("w1", 0, "Tickets");
    BlockingWait.on(store().webhooks().add(webhook, StoreSamples.event("created")));

    assertThat(store().webhooks().find("w1")).contains(webhook);
    assertThat(store().webhooks().find("w2")).isEmpty();
    assertThat(auditUids()).containsExactly("created");
  }

  @Test
  default void replacesTheRevisionBeforeOnce() {
    add(webhook("w1", 0, "Tickets"));
    Webhook next = revised(webhook("w1", 0, "Other"), Optional.empty(), 1);

    assertThat(BlockingWait.on(store().webhooks().replace(next, StoreSamples.event("u1"))))
        .isTrue();
    assertThat(BlockingWait.on(store().webhooks().replace(next, StoreSamples.event("u2"))))
        .isFalse();
    assertThat(store().webhooks().find("w1")).contains(next);
    assertThat(auditUids()).containsExactly("added w1", "u1");
  }

  @Test
  default void listsNewestFirstWithoutDeletedOnesByText() {
    add(webhook("w1", 1, "Tickets"));
    add(webhook("w2", 2, "Chat"));
    add(webhook("w3", 3, "More TICKETS"));
    add(revised(webhook("w4", 4, "Old tickets"), Optional.of(StoreSamples.START), 0));

    assertThat(ids("", Optional.empty(), 2)).containsExactly("w3", "w2");
    assertThat(ids("", Optional.of(new AutomationStore.Position(at(2), "w2")), 2))
        .containsExactly("w1");
    assertThat(ids("Ticket", Optional.empty(), 9)).containsExactly("w3", "w1");
  }

  @Test
  default void marksAsGoneOnlyTheRevisionThatWasCalled() {
    add(webhook("w1", 0, "Tickets"));
    BlockingWait.on(store().webhooks().markGone("w1", 7, at(5)));
    assertThat(store().webhooks().find("w1").orElseThrow().times().goneAt()).isEmpty();

    BlockingWait.on(store().webhooks().markGone("w1", 0, at(6)));
    BlockingWait.on(store().webhooks().markGone("w1", 0, at(7)));
    assertThat(store().webhooks().find("w1").orElseThrow().times().goneAt()).contains(at(6));
  }

  @Test
  default void keepsTheLatestDeliveriesOfEachWebhook() {
    BlockingWait.on(store().webhooks().addDeliveries(List.of(delivery("w2", 1))));
    BlockingWait.on(
        store()
            .webhooks()
            .addDeliveries(
                IntStream.rangeClosed(1, WebhookStore.KEPT_DELIVERIES + 5)
                    .mapToObj(n -> delivery("w1", n))
                    .toList()));

    List<WebhookStore.NumberedDelivery> kept =
        store().webhooks().deliveries("w1", Long.MAX_VALUE, 5_000);
    assertThat(kept).hasSize(WebhookStore.KEPT_DELIVERIES);
    assertThat(kept.get(0).delivery()).isEqualTo(delivery("w1", 1_005));
    assertThat(kept.get(999).delivery().executionId()).isEqualTo(6);
    assertThat(store().webhooks().deliveries("w1", kept.get(1).number(), 1))
        .extracting(row -> row.delivery().executionId())
        .containsExactly(1_003L);
    assertThat(store().webhooks().deliveries("w2", Long.MAX_VALUE, 9)).hasSize(1);
  }

  private void add(Webhook webhook) {
    BlockingWait.on(store().webhooks().add(webhook, StoreSamples.event("added " + webhook.id())));
  }

  private List<String> ids(String text, Optional<AutomationStore.Position> before, int limit) {
    return store().webhooks().list(text, before, limit).stream().map(Webhook::id).toList();
  }

  private static Instant at(int second) {
    return StoreSamples.START.plusSeconds(second);
  }

  private static WebhookDelivery delivery(String webhookId, long executionId) {
    return new WebhookDelivery(
        webhookId, executionId, 2, 3, 503, Duration.ofMillis(41), "no room", at(1));
  }

  private static Webhook webhook(String id, int second, String name) {
    return new Webhook(
        id,
        name,
        "described",
        new Webhook.Target("https://hooks.example/a?b=c", "PUT", WebhookFormat.STANDARD),
        new Webhook.Limits(Duration.ofMillis(1_500), Duration.ofDays(3), 7, 9),
        new Webhook.Secrets(Map.of("X-Key", "sealed"), "s1", "s0", Optional.of(at(99))),
        new Webhook.Times(at(second), at(second), Optional.empty(), Optional.empty()),
        0);
  }

  private static Webhook revised(Webhook webhook, Optional<Instant> deletedAt, long revision) {
    return new Webhook(
        webhook.id(),
        webhook.displayName(),
        webhook.description(),
        webhook.target(),
        webhook.limits(),
        webhook.secrets(),
        new Webhook.Times(
            webhook.times().createdAt(), webhook.times().updatedAt(), deletedAt, Optional.empty()),
        revision);
  }
}
