package io.spillway.api.auth;

import io.spillway.store.IdentityStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The server's own secret keys: generated on the first start, stored for later ones. */
final class ServerKeys {
  private final Vertx vertx;
  private final IdentityStore store;
  private final Clock clock;

  ServerKeys(Vertx vertx, IdentityStore store, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
  }

  /**
   * The keys of a use, their material JWKs, newest first, at least one.
   *
   * @param use what the keys are for
   * @param first generates the first key if there is none
   */
  Future<List<IdentityStore.Key>> load(String use, Supplier<JsonObject> first) {
    return read(use)
        .compose(
            keys ->
                keys.isEmpty()
                    ? add(use + "-1", use, first.get()).compose(v -> read(use))
                    : Future.succeededFuture(keys))
        .map(keys -> requireAny(use, keys));
  }

  /**
   * Adds a key unless its id exists. All nodes give the next key the same id and the store keeps
   * the first one, so nodes that add concurrently read the same key.
   */
  Future<Void> add(String id, String use, JsonObject jwk) {
    IdentityStore.Key key = new IdentityStore.Key(id, use, jwk.encode(), clock.instant());
    return Future.fromCompletionStage(store.addKey(key), vertx.getOrCreateContext());
  }

  /** Removes keys. */
  Future<Void> remove(List<String> ids) {
    return Future.join(
            ids.stream().map(id -> Future.fromCompletionStage(store.removeKey(id))).toList())
        .mapEmpty();
  }

  /** The keys of a use, newest first. */
  Future<List<IdentityStore.Key>> read(String use) {
    return vertx.executeBlocking(() -> store.keys(use), false);
  }

  private static List<IdentityStore.Key> requireAny(String use, List<IdentityStore.Key> keys) {
    if (keys.isEmpty()) {
      throw new IllegalStateException("the store took a key for " + use + " but returns none");
    }
    return keys;
  }
}
