package io.spillway.app;

import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the store accepts writes: its check succeeds (see {@link Store#check}), no write has
 * waited for {@link #STALLED} without a commit, and the database is not known to be away. It is
 * checked at most once a second, one at a time.
 */
final class StoreProbe implements Supplier<Future<String>> {
  static final String UP = "UP";

  /** A disk that takes longer for a commit is not slow, but stuck. */
  static final Duration STALLED = Duration.ofSeconds(10);

  private static final String AWAY = "the database is away";
  private static final String NEVER_ANSWERED = "the store has not accepted a write yet";
  private static final long VALID_MILLIS = 1_000;

  private final Vertx vertx;
  private final Store store;
  private final Clock clock;
  private final Duration patience;
  private Future<String> check = Future.succeededFuture(UP);
  private volatile String latest = NEVER_ANSWERED;
  private long checkedAtMillis;

  /**
   * @param vertx whose workers write
   * @param store to try
   * @param clock for the age of a result
   * @param patience how long a caller waits for a write before it gets the previous result
   */
  StoreProbe(Vertx vertx, Store store, Clock clock, Duration patience) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
    this.patience = patience;
  }

  /** {@value #UP}, or the reason why not. */
  @Override
  public Future<String> get() {
    if (store.isAway()) {
      return Future.succeededFuture(AWAY);
    }
    if (isStalled()) {
      return Future.succeededFuture(stalled());
    }
    Future<String> current = current();
    return current.isComplete() ? current : orPrevious(current);
  }

  /** What is known to be damaged. */
  Optional<String> damage() {
    return store.damage();
  }

  private boolean isStalled() {
    return store.withoutCommit().compareTo(STALLED) >= 0;
  }

  private String stalled() {
    return "the store has not committed for "
        + store.withoutCommit().toSeconds()
        + " s although writes wait";
  }

  private synchronized Future<String> current() {
    long now = clock.millis();
    if (check.isComplete() && Math.abs(now - checkedAtMillis) >= VALID_MILLIS) {
      checkedAtMillis = now;
      check =
          vertx
              .executeBlocking(
                  () -> {
                    store.check();
                    return UP;
                  },
                  false)
              .otherwise("the store does not accept writes")
              .onSuccess(state -> latest = state);
    }
    return check;
  }

  private Future<String> orPrevious(Future<String> current) {
    Promise<String> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            patience.toMillis(), elapsed -> answer.tryComplete(isStalled() ? stalled() : latest));
    current.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          answer.tryComplete(done.result());
        });
    return answer.future();
  }
}
