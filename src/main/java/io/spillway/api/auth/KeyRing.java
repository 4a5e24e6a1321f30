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
 * The keys of access tokens as this node knows them: read from the store every minute, and sooner
 * when a token names a key that is not known; replaced on schedule. Thread-safe.
 */
final class KeyRing {
  static final Duration REFRESH_PERIOD = Duration.ofMinutes(1);

  /** However many tokens name unknown keys, the store is not read more often because of them. */
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
   * Loads the keys, makes the first one if there is none, and keeps them up to date from then on.
   *
   * @param rotation how long one key signs
   */
  static Future<KeyRing> open(Vertx vertx, ServerKeys store, Duration rotation, Clock clock) {
    return store
        .load(SigningKeys.USE, SigningKeys::generate)
        .map(keys -> new KeyRing(vertx, store, new SigningKeys(vertx, keys), rotation, clock))
        .onSuccess(ring -> vertx.setPeriodic(REFRESH_PERIOD.toMillis(), timer -> ring.refresh()));
  }

  /** Signs now. */
  JWTAuth signer() {
    return current.signer(clock.instant());
  }

  /** The public keys as a JWK Set. */
  JsonObject jwkSet() {
    return current.jwkSet();
  }

  /**
   * Verifies this token, if any key does. Reads the keys anew if it names one that is not known;
   * fails if they cannot be read.
   */
  Future<JWTAuth> verifierOf(CompactJws jws) {
    if (!(jws.header().getValue("kid") instanceof String keyId) || current.knows(keyId)) {
      return Future.succeededFuture(current.verifier());
    }
    return Future.fromCompletionStage(readAgain(), vertx.getOrCreateContext())
        .map(read -> current.verifier());
  }

  private synchronized CompletableFuture<Void> readAgain() {
    Instant now = clock.instant();
    if (reading.isDone() && !now.isBefore(readAt.plus(BETWEEN_READS))) {
      readAt = now;
      reading = read().<Void>mapEmpty().toCompletionStage().toCompletableFuture();
    }
    return reading;
  }

  /** Reads the keys, adds one if it is time, and drops those that no token is good for. */
  Future<Void> refresh() {
    return read()
        .compose(keys -> keys.isRotationDue(rotation, clock.instant()) ? rotate(keys) : done(keys))
        .compose(this::dropOutlived)
        .onFailure(
            cause ->
                LOG.warn(
                    "The signing keys cannot be brought up to date; those known stay in use",
                    cause));
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

  private Future<Void> dropOutlived(SigningKeys keys) {
    List<String> ids = keys.outlived(clock.instant());
    return ids.isEmpty()
        ? Future.succeededFuture()
        : store.remove(ids).compose(removed -> read()).mapEmpty();
  }

  private static <T> Future<T> done(T value) {
    return Future.succeededFuture(value);
  }
}
