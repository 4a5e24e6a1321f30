package io.spillway.engine.webhook;

import io.spillway.domain.webhook.WebhookDelivery;
import io.spillway.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects deliveries and writes them in batches, so that none costs a commit of its own. It is a
 * history for people: while the store is away, what exceeds {@link #MAX_PENDING} is not kept.
 * Thread-safe.
 */
final class DeliveryLog {
  static final int MAX_PENDING = 10_000;
  static final long INTERVAL_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);
  private static final int MAX_BATCH = 500;

  private final Vertx vertx;
  private final WebhookStore store;
  private final long timer;
  private List<WebhookDelivery> pending = new ArrayList<>();
  private boolean isWriting;

  DeliveryLog(Vertx vertx, WebhookStore store) {
    this.vertx = vertx;
    this.store = store;
    this.timer = vertx.setPeriodic(INTERVAL_MILLIS, tick -> flush());
  }

  synchronized void add(WebhookDelivery delivery) {
    if (pending.size() < MAX_PENDING) {
      pending.add(delivery);
    }
  }

  /** Writes what is pending, unless a write is under way. */
  Future<Void> flush() {
    List<WebhookDelivery> batch = take();
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    return Future.fromCompletionStage(store.addDeliveries(batch), vertx.getOrCreateContext())
        .onFailure(
            cause -> LOG.warn("{} deliveries of webhooks are not recorded", batch.size(), cause))
        .onComplete(done -> written());
  }

  private synchronized List<WebhookDelivery> take() {
    if (isWriting || pending.isEmpty()) {
      return List.of();
    }
    isWriting = true;
    int size = Math.min(MAX_BATCH, pending.size());
    List<WebhookDelivery> batch = List.copyOf(pending.subList(0, size));
    pending = new ArrayList<>(pending.subList(size, pending.size()));
    return batch;
  }

  private synchronized void written() {
    isWriting = false;
  }

  /** Stops the timer, and writes the rest. */
  Future<Void> close() {
    vertx.cancelTimer(timer);
    return flushAll();
  }

  private Future<Void> flushAll() {
    return flush().compose(done -> hasMore() ? flushAll() : Future.succeededFuture());
  }

  private synchronized boolean hasMore() {
    return !isWriting && !pending.isEmpty();
  }
}
