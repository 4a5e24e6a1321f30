package io.spillway.store.sql;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookDelivery;
import io.spillway.domain.webhook.WebhookFormat;
import io.spillway.store.AutomationStore;
import io.spillway.store.WebhookStore;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** Webhooks and their deliveries in SQL. */
final class SqlWebhooks implements WebhookStore {
  private final GroupCommit writer;
  private final QueryRunner reader;

  SqlWebhooks(GroupCommit writer, QueryRunner reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public CompletionStage<Void> add(Webhook webhook, AuditEvent event) {
    return writer.write(
        session -> {
          session.update(
              "INSERT INTO webhook (display_name, description, url, method, format, headers,"
                  + " signing, former_signing, former_until, timeout_millis,"
                  + " callback_timeout_millis, max_concurrent, max_per_second, updated_at,"
                  + " deleted_at, gone_at, search_text, revision, webhook_id, created_at)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              columns(webhook, webhook.times().createdAt()));
          SqlAuditLog.write(session, List.of(event));
        });
  }

  @Override
  public Optional<Webhook> find(String id) {
    return reader.first("SELECT * FROM webhook WHERE webhook_id = ?", SqlWebhooks::row, id);
  }

  @Override
  public List<Webhook> list(String text, Optional<AutomationStore.Position> before, int limit) {
    AutomationStore.Position from = before.orElse(AutomationStore.Position.NEWEST);
    return reader.list(
        "SELECT * FROM webhook WHERE deleted_at IS NULL AND (created_at, webhook_id) < (?, ?) AND "
            + reader.dialect().position()
            + "(search_text, ?) > 0 ORDER BY created_at DESC, webhook_id DESC LIMIT ?",
        SqlWebhooks::row,
        from.at(),
        from.id(),
        text.toLowerCase(Locale.ROOT),
        limit);
  }

  @Override
  public CompletionStage<Boolean> replace(Webhook next, AuditEvent event) {
    return writer.submit(
        session -> {
          int rows =
              session.update(
                  "UPDATE webhook SET display_name = ?, description = ?, url = ?, method = ?,"
                      + " format = ?, headers = ?, signing = ?, former_signing = ?,"
                      + " former_until = ?, timeout_millis = ?, callback_timeout_millis = ?,"
                      + " max_concurrent = ?, max_per_second = ?, updated_at = ?, deleted_at = ?,"
                      + " gone_at = ?, search_text = ?, revision = ?"
                      + " WHERE webhook_id = ? AND revision = ?",
                  columns(next, next.revision() - 1));
          if (rows == 1) {
            SqlAuditLog.write(session, List.of(event));
          }
          return rows == 1;
        });
  }

  /** The columns in the order of both statements. */
  private static Object[] columns(Webhook webhook, Object last) {
    return new Object[] {
      webhook.displayName(),
      webhook.description(),
      webhook.target().url(),
      webhook.target().method(),
      webhook.target().format(),
      new JsonObject(new LinkedHashMap<>(webhook.secrets().headers())).encode(),
      webhook.secrets().signing(),
      webhook.secrets().formerSigning(),
      webhook.secrets().formerUntil(),
      webhook.limits().timeout().toMillis(),
      webhook.limits().callbackTimeout().toMillis(),
      webhook.limits().maxConcurrent(),
      webhook.limits().maxPerSecond(),
      webhook.times().updatedAt(),
      webhook.times().deletedAt(),
      webhook.times().goneAt(),
      (webhook.displayName() + "\n" + webhook.description() + "\n" + webhook.target().url())
          .toLowerCase(Locale.ROOT),
      webhook.revision(),
      webhook.id(),
      last
    };
  }

  @Override
  public CompletionStage<Void> markGone(String id, long revision, Instant at) {
    return writer.write(
        session ->
            session.update(
                "UPDATE webhook SET gone_at = ?"
                    + " WHERE webhook_id = ? AND revision = ? AND gone_at IS NULL",
                at,
                id,
                revision));
  }

  @Override
  public CompletionStage<Void> addDeliveries(List<WebhookDelivery> deliveries) {
    return writer.write(
        session -> {
          Set<String> webhooks = new TreeSet<>();
          for (WebhookDelivery delivery : deliveries) {
            insert(session, delivery);
            webhooks.add(delivery.webhookId());
          }
          for (String webhook : webhooks) {
            session.update(
                "DELETE FROM webhook_delivery WHERE webhook_id = ? AND number <= (SELECT number"
                    + " FROM webhook_delivery WHERE webhook_id = ?"
                    + " ORDER BY number DESC LIMIT 1 OFFSET ?)",
                webhook,
                webhook,
                KEPT_DELIVERIES);
          }
        },
        WriteQueue.Priority.BULK);
  }

  private static void insert(WriterSession session, WebhookDelivery delivery) throws SQLException {
    session.update(
        "INSERT INTO webhook_delivery (webhook_id, execution_id, step, attempt, status,"
            + " duration_millis, error, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        delivery.webhookId(),
        delivery.executionId(),
        delivery.step(),
        delivery.attempt(),
        delivery.status(),
        delivery.duration().toMillis(),
        delivery.error(),
        delivery.at());
  }

  @Override
  public List<NumberedDelivery> deliveries(String webhookId, long beforeNumber, int limit) {
    return reader.list(
        "SELECT * FROM webhook_delivery WHERE webhook_id = ? AND number < ?"
            + " ORDER BY number DESC LIMIT ?",
        SqlWebhooks::delivery,
        webhookId,
        beforeNumber,
        limit);
  }

  private static NumberedDelivery delivery(ResultSet row) throws SQLException {
    return new NumberedDelivery(
        row.getLong("number"),
        new WebhookDelivery(
            QueryRunner.text(row, "webhook_id"),
            row.getLong("execution_id"),
            row.getInt("step"),
            row.getInt("attempt"),
            row.getInt("status"),
            Duration.ofMillis(row.getLong("duration_millis")),
            QueryRunner.text(row, "error"),
            Instant.ofEpochMilli(row.getLong("sent_at"))));
  }

  private static Webhook row(ResultSet row) throws SQLException {
    return new Webhook(
        QueryRunner.text(row, "webhook_id"),
        QueryRunner.text(row, "display_name"),
        QueryRunner.text(row, "description"),
        new Webhook.Target(
            QueryRunner.text(row, "url"),
            QueryRunner.text(row, "method"),
            WebhookFormat.valueOf(QueryRunner.text(row, "format"))),
        new Webhook.Limits(
            Duration.ofMillis(row.getLong("timeout_millis")),
            Duration.ofMillis(row.getLong("callback_timeout_millis")),
            row.getInt("max_concurrent"),
            row.getInt("max_per_second")),
        new Webhook.Secrets(
            headers(QueryRunner.text(row, "headers")),
            QueryRunner.text(row, "signing"),
            QueryRunner.text(row, "former_signing"),
            QueryRunner.instant(row, "former_until")),
        new Webhook.Times(
            Instant.ofEpochMilli(row.getLong("created_at")),
            Instant.ofEpochMilli(row.getLong("updated_at")),
            QueryRunner.instant(row, "deleted_at"),
            QueryRunner.instant(row, "gone_at")),
        row.getLong("revision"));
  }

  private static Map<String, String> headers(String json) {
    Map<String, String> headers = new LinkedHashMap<>();
    new JsonObject(json)
        .forEach(entry -> headers.put(entry.getKey(), String.valueOf(entry.getValue())));
    return headers;
  }
}
