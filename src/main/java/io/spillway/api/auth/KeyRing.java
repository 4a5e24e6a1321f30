package io.spillway.api.auth;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.store.IdentityStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing keys of access tokens, cached on this node: {@link #refresh} is called every minute
 * by the housekeeping of the node, and the keys are read sooner when a token names an unknown key.
 * Thread-safe.
 */
final class KeyRing {
  /** Minimum interval of reads that are caused by unknown keys. */
  static final Duration BETWEEN_READS = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

  private final Vertx vertx;
  private final ServerKeys store;
  private final Duration rotation;
  private final Clock clock;
  private volatile SigningKeys current;
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private Instant readAt;

  private KeyRing(
      Vertx vertx, ServerKeys store, SigningKeys current, Duration rotation, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.current = current;
    this.rotation = rotation;
    this.clock = clock;
    this.readAt = clock.instant();
  }

  /**
   * Loads the keys and creates the first one if there is none.
   *
   * @param rotation how long one key signs
   */
  static Future<KeyRing> open(Vertx vertx, ServerKeys store, Duration rotation, Clock clock) {
    return store
        .load(SigningKeys.USE, SigningKeys::generate)
        .map(keys -> new KeyRing(vertx, store, new SigningKeys(vertx, keys), rotation, clock));
  }

  /** The signer to use now. */
  JWTAuth signer() {
    return current.signer(clock.instant());
  }

  /** The private JWK of the key that signs now. */
  JsonObject privateJwk() {
    return current.privateJwk(clock.instant());
  }

  /** The public keys as a JWK Set. */
  JsonObject jwkSet() {
    return current.jwkSet();
  }

  /**
   * The verifier for this token. Reads the keys from the store if it names an unknown one; fails if
   * they cannot be read.
   */
  Future<JWTAuth> verifierOf(CompactJws jws) {
    if (!(jws.header().getValue("kid") instanceof String keyId) || current.knows(keyId)) {
      return Future.succeededFuture(current.verifier());
    }
    return Future.fromCompletionStage(readForUnknownKey(), vertx.getOrCreateContext())
        .map(read -> current.verifier());
  }

  private synchronized CompletableFuture<Void> readForUnknownKey() {
    Instant now = clock.instant();
    if (reading.isDone() && !now.isBefore(readAt.plus(BETWEEN_READS))) {
      readAt = now;
      reading = read().<Void>mapEmpty().toCompletionStage().toCompletableFuture();
    }
    return reading;
  }

  /** Reads the keys, adds one if rotation is due, and removes those without valid tokens. */
  Future<Void> refresh() {
    return read()
        .compose(
            keys ->
                keys.isRotationDue(rotation, clock.instant())
                    ? rotate(keys)
                    : Future.succeededFuture(keys))
        .compose(this::removeExpired);
  }

  private Future<SigningKeys> read() {
    return store.read(SigningKeys.USE).map(this::use);
  }

  private SigningKeys use(List<IdentityStore.Key> keys) {
    SigningKeys read = new SigningKeys(vertx, keys);
    current = read;
    return read;
  }

  private Future<SigningKeys> rotate(SigningKeys keys) {
    String id = keys.nextId();
    LOG.info(
        "Adding signing key {}, which signs {} from now on", id, SigningKeys.PUBLISHED_BEFORE_USE);
    return store.add(id, SigningKeys.USE, SigningKeys.generate()).compose(added -> read());
  }

  private Future<Void> removeExpired(SigningKeys keys) {
    List<String> ids = keys.expiredIds(clock.instant());
    return ids.isEmpty()
        ? Future.succeededFuture()
        : store.remove(ids).compose(removed -> read()).mapEmpty();
  }
}
