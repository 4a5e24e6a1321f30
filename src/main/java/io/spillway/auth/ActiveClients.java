package io.spillway.auth;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.store.IdentityStore;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients as they were at most {@link #MAX_AGE} ago, so that a request does not read the store and
 * a revocation still ends a client's tokens within seconds. One read at a time per client.
 */
final class ActiveClients {
  static final Duration MAX_AGE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(ActiveClients.class);
  private static final int MAX_ENTRIES = 10_000;

  private final Vertx vertx;
  private final IdentityStore store;
  private final AsyncCache<String, Optional<Client>> recent;

  ActiveClients(Vertx vertx, IdentityStore store, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.recent =
        Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfterWrite(MAX_AGE)
            .ticker(ClockTicker.of(clock))
            .executor(Runnable::run)
            .buildAsync();
  }

  /** The client, if it exists and is not revoked. Completes on the caller's context. */
  Future<Optional<Client>> find(String clientId) {
    CompletableFuture<Optional<Client>> lookup = recent.get(clientId, (id, executor) -> read(id));
    if (lookup.isDone() && !lookup.isCompletedExceptionally()) {
      return Future.succeededFuture(lookup.join());
    }
    return Future.fromCompletionStage(lookup, vertx.getOrCreateContext());
  }

  private CompletableFuture<Optional<Client>> read(String clientId) {
    return vertx
        .executeBlocking(
            () -> store.client(clientId).filter(client -> client.revokedAt().isEmpty()), false)
        .onFailure(
            cause ->
                LOG.warn(
                    "Client {} cannot be read; requests with its tokens are refused",
                    clientId,
                    cause))
        .toCompletionStage()
        .toCompletableFuture();
  }
}
