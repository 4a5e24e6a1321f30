package io.spillway.auth;

import io.spillway.store.IdentityStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The server's own secret keys: made on the first start, read back on every later one. */
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
   * The keys of a use as JWKs, newest first, at least one.
   *
   * @param use what the keys are for
   * @param first makes the first key, if there is none yet
   */
  Future<List<JsonObject>> load(String use, Supplier<JsonObject> first) {
    return read(use)
        .compose(keys -> keys.isEmpty() ? add(use, first).compose(v -> read(use)) : done(keys))
        .map(keys -> requireAny(use, keys));
  }

  private Future<Void> add(String use, Supplier<JsonObject> first) {
    // Every node calls the first key by the same id and the store keeps the one that came first,
    // so nodes that start together read back the same key.
    IdentityStore.Key key =
        new IdentityStore.Key(use + "-1", use, first.get().encode(), clock.instant());
    return Future.fromCompletionStage(store.addKey(key), vertx.getOrCreateContext());
  }

  private Future<List<JsonObject>> read(String use) {
    return vertx.executeBlocking(
        () -> store.keys(use).stream().map(key -> new JsonObject(key.material())).toList(), false);
  }

  private static List<JsonObject> requireAny(String use, List<JsonObject> keys) {
    if (keys.isEmpty()) {
      throw new IllegalStateException("the store took a key for " + use + " but returns none");
    }
    return keys;
  }

  private static Future<List<JsonObject>> done(List<JsonObject> keys) {
    return Future.succeededFuture(keys);
  }
}
