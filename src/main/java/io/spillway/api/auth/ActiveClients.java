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
 * Clients as they were at most {@link #MAX_AGE} ago, so that a request does not read the store and
 * a revocation still ends a client's tokens within seconds. One read at a time per client.
 */
final class ActiveClients {
  static final Duration MAX_AGE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ActiveClients.class);
  private static final int MAX_ENTRIES = 10_000;

  private final Vertx vertx;
  private final IdentityStore store;
  private final Clock clock;
  private final Cache<String, CompletableFuture<Seen>> recent;
  private final AtomicBoolean failing = new AtomicBoolean();

  ActiveClients(Vertx vertx, IdentityStore store, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
    // Not an AsyncCache: that logs each failed read by itself, past the log's configuration.
    this.recent = Caffeine.newBuilder().maximumSize(MAX_ENTRIES).executor(Runnable::run).build();
  }

  /**
   * What the store said of a client.
   *
   * @param client if it exists and is not revoked
   * @param readAt when the store was asked
   */
  private record Seen(Optional<Client> client, Instant readAt) {}

  /** The client, if it exists and is not revoked. Completes on the caller's context. */
  Future<Optional<Client>> find(String clientId) {
    CompletableFuture<Seen> lookup = recent.get(clientId, this::read);
    if (isOld(lookup)) {
      recent.asMap().remove(clientId, lookup);
      lookup = recent.get(clientId, this::read);
    }
    if (lookup.isDone() && !lookup.isCompletedExceptionally()) {
      return Future.succeededFuture(lookup.join().client());
    }
    return Future.fromCompletionStage(lookup, vertx.getOrCreateContext()).map(Seen::client);
  }

  /** Has the client read anew for whoever asks next. */
  void forget(String clientId) {
    recent.asMap().remove(clientId);
  }

  private boolean isOld(CompletableFuture<Seen> lookup) {
    return lookup.isDone()
        && (lookup.isCompletedExceptionally()
            || !clock.instant().isBefore(lookup.join().readAt().plus(MAX_AGE)));
  }

  private CompletableFuture<Seen> read(String clientId) {
    Instant readAt = clock.instant();
    return vertx
        .executeBlocking(
            () -> store.client(clientId).filter(client -> client.revokedAt().isEmpty()), false)
        .onSuccess(read -> failing.set(false))
        .onFailure(
            cause -> {
              if (!failing.getAndSet(true)) {
                LOG.warn(
                    "Client {} cannot be read; requests are refused until clients can be",
                    clientId,
                    cause);
              }
            })
        .map(client -> new Seen(client, readAt))
        .toCompletionStage()
        .toCompletableFuture();
  }
}
