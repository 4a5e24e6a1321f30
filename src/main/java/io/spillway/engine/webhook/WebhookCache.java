package io.spillway.engine.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.domain.webhook.Webhook;
import io.spillway.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Webhooks as read within {@link #MAX_AGE}, so that not each step reads the store; a change takes
 * effect on every node within that time. One read at a time per webhook. Thread-safe.
 */
final class WebhookCache {
  static final Duration MAX_AGE = Duration.ofSeconds(1);

  private static final int MAX_ENTRIES = 1_000;
  private static final int MAX_ID = 128;

  private final Vertx vertx;
  private final WebhookStore store;
  private final Cache<String, Future<Optional<Webhook>>> recent;

  WebhookCache(Vertx vertx, WebhookStore store, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.recent =
        Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfterWrite(MAX_AGE)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  /** The webhook, unless it is unknown or deleted. */
  Future<Optional<Webhook>> find(String id) {
    if (id.length() > MAX_ID) {
      return Future.succeededFuture(Optional.empty());
    }
    Future<Optional<Webhook>> read =
        Objects.requireNonNull(
            recent.get(
                id,
                key ->
                    vertx.executeBlocking(() -> store.find(key).filter(Webhook::isActive), false)));
    return read.onFailure(cause -> recent.asMap().remove(id, read));
  }
}
