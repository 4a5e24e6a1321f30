package io.spillway.api.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.Sha256;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's keys on this node: read at the start, then every {@link
 * ReadIntervals#afterSuccess}, and earlier when a token names an unknown one. While the provider
 * fails, known keys stay in use and reading is retried with exponential backoff. Thread-safe.
 */
final class ProviderKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);

  private static final int MAX_MISSING = 10_000;

  private final Vertx vertx;
  private final ProviderSettings settings;
  private final JsonFetcher documents;
  private final ReadIntervals intervals;
  private final Clock clock;
  private volatile @Nullable Discovery discovery;
  private volatile @Nullable ProviderKeySet current;

  /** By the digest of a key id that was not known: the reads that had begun before. */
  private final Cache<String, Long> missing =
      Caffeine.newBuilder().maximumSize(MAX_MISSING).executor(Runnable::run).build();

  /** Number of the last read that has begun. */
  private long begun;

  /** Number of the last read that has succeeded. */
  private volatile long succeeded;

  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private Instant readAt = Instant.MIN;
  private boolean failing;

  /**
   * Intervals between reads.
   *
   * @param afterSuccess after a success
   * @param firstRetry after the first failure; doubles with each further one, up to {@code
   *     afterSuccess}
   * @param betweenForcedReads minimum between reads that are caused by unknown keys
   */
  record ReadIntervals(Duration afterSuccess, Duration firstRetry, Duration betweenForcedReads) {
    static final ReadIntervals DEFAULT =
        new ReadIntervals(Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  ProviderKeys(
      Vertx vertx,
      ProviderSettings settings,
      JsonFetcher documents,
      ReadIntervals intervals,
      Clock clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.documents = documents;
    this.intervals = intervals;
    this.clock = clock;
  }

  /** Starts reading, periodically until Vert.x is closed. */
  void start() {
    readPeriodically(intervals.firstRetry());
  }

  private void readPeriodically(Duration retry) {
    read()
        .onComplete(
            done -> {
              Duration wait = done.succeeded() ? intervals.afterSuccess() : retry;
              Duration next = done.succeeded() ? intervals.firstRetry() : longer(retry);
              vertx.setTimer(wait.toMillis(), timer -> readPeriodically(next));
            });
  }

  private Duration longer(Duration retry) {
    Duration doubled = retry.multipliedBy(2);
    return doubled.compareTo(intervals.afterSuccess()) < 0 ? doubled : intervals.afterSuccess();
  }

  /** Number of known keys, each counted once per algorithm. */
  int count() {
    ProviderKeySet known = current;
    return known == null ? 0 : known.count();
  }

  /** The latest discovery document; empty until it was read. */
  Optional<Discovery> discovery() {
    return Optional.ofNullable(discovery);
  }

  /** Whether {@code keys} are the latest published ones. */
  boolean areCurrent(ProviderKeySet keys) {
    return keys.equals(current);
  }

  /**
   * The keys to verify {@code jws} with. If it names an unknown one, they are read again, unless
   * that was just done. Fails with {@link ProviderException} if they cannot be read, and with
   * {@link UnknownKeyException} if they were not read since the unknown one was first named.
   */
  Future<ProviderKeySet> keysFor(CompactJws jws) {
    ProviderKeySet known = current;
    if (known != null && known.mayVerify(jws)) {
      return Future.succeededFuture(known);
    }
    long before = readsBefore(jws);
    return Future.fromCompletionStage(readForUnknownKey(), vertx.getOrCreateContext())
        .map(read -> Objects.requireNonNull(current))
        .compose(
            latest ->
                latest.mayVerify(jws) || succeeded > before
                    ? Future.succeededFuture(latest)
                    : Future.failedFuture(new UnknownKeyException()));
  }

  /** How many reads had begun when the key of {@code jws} was first missed. */
  private synchronized long readsBefore(CompactJws jws) {
    String keyId = String.valueOf(jws.header().getValue("kid"));
    String digest = Sha256.base64Url(keyId.getBytes(StandardCharsets.UTF_8));
    return missing.get(digest, first -> begun);
  }

  private synchronized CompletableFuture<Void> readForUnknownKey() {
    Instant now = clock.instant();
    if (reading.isDone() && !now.isBefore(readAt.plus(intervals.betweenForcedReads()))) {
      read();
    }
    return reading;
  }

  private synchronized Future<Void> read() {
    readAt = clock.instant();
    long number = ++begun;
    Future<Void> read =
        documents
            .read(Discovery.addressOf(settings.issuer()))
            .map(document -> Discovery.read(document, settings.issuer()))
            .compose(
                found ->
                    documents
                        .read(found.keys())
                        .map(UsableJwks::of)
                        .map(jwks -> use(found, jwks, number)))
            .onFailure(this::onReadFailure)
            .mapEmpty();
    reading = read.toCompletionStage().toCompletableFuture();
    return read;
  }

  private synchronized ProviderKeySet use(Discovery found, List<JsonObject> jwks, long number) {
    discovery = found;
    succeeded = Math.max(succeeded, number);
    ProviderKeySet known = current;
    if (known == null || !known.hasJwks(jwks)) {
      known = new ProviderKeySet(vertx, jwks, settings);
      current = known;
      LOG.info("Tokens of {} are checked with {} keys", settings.issuer(), jwks.size());
    } else if (failing) {
      LOG.info("The keys of {} can be read again", settings.issuer());
    }
    failing = false;
    return known;
  }

  private synchronized void onReadFailure(Throwable cause) {
    if (!failing) {
      LOG.warn(
          "The keys of {} cannot be read; {}: {}",
          settings.issuer(),
          current == null
              ? "its tokens are refused with 503 until they can be read"
              : "the known ones stay in use",
          cause.getMessage());
    }
    failing = true;
  }
}
