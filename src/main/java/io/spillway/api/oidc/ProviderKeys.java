package io.spillway.api.oidc;

import io.spillway.api.auth.jose.CompactJws;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
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
 * The provider's keys as this node knows them: read at the start, then every {@link
 * Pace#whileKnown}, and sooner when a token names one that is not known. While the provider does
 * not answer, what is known stays in use and it is asked again, at longer and longer intervals.
 * Thread-safe.
 */
final class ProviderKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);

  private final Vertx vertx;
  private final ProviderSettings settings;
  private final JsonFetcher documents;
  private final Pace pace;
  private final Clock clock;
  private volatile @Nullable Discovery discovery;
  private volatile @Nullable ProviderKeySet current;
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private Instant readAt = Instant.MIN;
  private boolean failing;

  /**
   * How often the provider is asked.
   *
   * @param whileKnown after an answer
   * @param firstRetry after the first failure; doubles with each further one, up to {@code
   *     whileKnown}
   * @param betweenUnknown at least, however many tokens name unknown keys
   */
  record Pace(Duration whileKnown, Duration firstRetry, Duration betweenUnknown) {
    static final Pace USUAL =
        new Pace(Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  ProviderKeys(
      Vertx vertx, ProviderSettings settings, JsonFetcher documents, Pace pace, Clock clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.documents = documents;
    this.pace = pace;
    this.clock = clock;
  }

  /** Begins to read and goes on for as long as Vert.x runs. */
  void start() {
    readAndGoOn(pace.firstRetry());
  }

  private void readAndGoOn(Duration retry) {
    read()
        .onComplete(
            done -> {
              Duration wait = done.succeeded() ? pace.whileKnown() : retry;
              Duration next = done.succeeded() ? pace.firstRetry() : longer(retry);
              vertx.setTimer(wait.toMillis(), timer -> readAndGoOn(next));
            });
  }

  private Duration longer(Duration retry) {
    Duration doubled = retry.multipliedBy(2);
    return doubled.compareTo(pace.whileKnown()) < 0 ? doubled : pace.whileKnown();
  }

  /** How many keys are known, each counted once for every algorithm it is used with. */
  int count() {
    ProviderKeySet known = current;
    return known == null ? 0 : known.count();
  }

  /** What the provider last said of itself; empty until it has. */
  Optional<Discovery> discovery() {
    return Optional.ofNullable(discovery);
  }

  /** Whether {@code keys} are still those that the provider published last. */
  boolean areCurrent(ProviderKeySet keys) {
    return keys.equals(current);
  }

  /**
   * The keys to verify {@code jws} with. If none of those known can be meant, the provider is
   * asked, unless that was just done; fails with {@link ProviderException} if it did not answer.
   */
  Future<ProviderKeySet> keysFor(CompactJws jws) {
    ProviderKeySet known = current;
    if (known != null && known.mayVerify(jws)) {
      return Future.succeededFuture(known);
    }
    return Future.fromCompletionStage(readAgain(), vertx.getOrCreateContext())
        .map(read -> Objects.requireNonNull(current));
  }

  private synchronized CompletableFuture<Void> readAgain() {
    Instant now = clock.instant();
    if (reading.isDone() && !now.isBefore(readAt.plus(pace.betweenUnknown()))) {
      read();
    }
    return reading;
  }

  private synchronized Future<Void> read() {
    readAt = clock.instant();
    Future<Void> read =
        documents
            .read(Discovery.addressOf(settings.issuer()))
            .map(document -> Discovery.read(document, settings.issuer()))
            .compose(
                found ->
                    documents.read(found.keys()).map(UsableJwks::of).map(jwks -> use(found, jwks)))
            .onFailure(this::tell)
            .mapEmpty();
    reading = read.toCompletionStage().toCompletableFuture();
    return read;
  }

  private synchronized ProviderKeySet use(Discovery found, List<JsonObject> jwks) {
    discovery = found;
    ProviderKeySet known = current;
    if (known == null || !known.areThose(jwks)) {
      known = new ProviderKeySet(vertx, jwks, settings);
      current = known;
      LOG.info("Tokens of {} are checked with {} keys", settings.issuer(), jwks.size());
    } else if (failing) {
      LOG.info("The keys of {} can be read again", settings.issuer());
    }
    failing = false;
    return known;
  }

  private synchronized void tell(Throwable cause) {
    if (!failing) {
      LOG.warn(
          "The keys of {} cannot be read; {}: {}",
          settings.issuer(),
          current == null
              ? "its tokens are answered with 503 until they can"
              : "those known stay in use",
          cause.getMessage());
    }
    failing = true;
  }
}
