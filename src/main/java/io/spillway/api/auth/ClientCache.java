package io.spillway.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.store.IdentityStore;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches clients for {@link #MAX_AGE}, so that a request does not read the store, and a revocation
 * takes effect within seconds. One read at a time per client.
 */
final class ClientCache {
  static final Duration MAX_AGE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ClientCache.class);
  private static final int MAX_ENTRIES = 10_000;

  private final Vertx vertx;
  private final IdentityStore store;
  private final Clock clock;
  private final Cache<String, CompletableFuture<Lookup>> recent;
  private final AtomicBoolean failing = new AtomicBoolean();

  ClientCache(Vertx vertx, IdentityStore store, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
    // Not an AsyncCache, which logs each failed read with its own logger.
    this.recent = Caffeine.newBuilder().maximumSize(MAX_ENTRIES).executor(Runnable::run).build();
  }

  /**
   * A result of the store.
   *
   * @param client if it exists and is not revoked
   * @param readAt when it was read
   */
  private record Lookup(Optional<Client> client, Instant readAt) {}

  /** The client, if it exists and is not revoked. Completes on the caller's context. */
  Future<Optional<Client>> find(String clientId) {
    CompletableFuture<Lookup> lookup = recent.get(clientId, this::read);
    if (isOld(lookup)) {
      recent.asMap().remove(clientId, lookup);
      lookup = recent.get(clientId, this::read);
    }
    if (lookup.isDone() && !lookup.isCompletedExceptionally()) {
      return Future.succeededFuture(lookup.join().client());
    }
    return Future.fromCompletionStage(lookup, vertx.getOrCreateContext()).map(Lookup::client);
  }

  /** Invalidates the cached client. */
  void forget(String clientId) {
    recent.asMap().remove(clientId);
  }

  private boolean isOld(CompletableFuture<Lookup> lookup) {
    return lookup.isDone()
        && (lookup.isCompletedExceptionally()
            || !clock.instant().isBefore(lookup.join().readAt().plus(MAX_AGE)));
  }

  private CompletableFuture<Lookup> read(String clientId) {
    Instant readAt = clock.instant();
    return vertx
        .executeBlocking(
            () -> store.client(clientId).filter(client -> client.revokedAt().isEmpty()), false)
        .onSuccess(read -> failing.set(false))
        .onFailure(
            cause -> {
              if (!failing.getAndSet(true)) {
                LOG.warn(
                    "Client {} cannot be read; requests are refused until clients can be read",
                    clientId,
                    cause);
              }
            })
        .map(client -> new Lookup(client, readAt))
        .toCompletionStage()
        .toCompletableFuture();
  }
}
