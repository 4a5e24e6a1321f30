package io.spillway.api.auth;

import io.spillway.domain.automation.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs checks of signatures on threads of their own, since each takes about a millisecond: forged
 * tokens must not keep an event loop from its other requests. Thread-safe.
 */
public final class SignatureThreads {
  private static final int THREADS = 2;

  /** Checks in progress or waiting: at most about a second of work. */
  private static final int MAX_WAITING = 1_000;

  private static final Refusal TOO_MANY =
      new Refusal(
          Refusal.Reason.UNAVAILABLE,
          "too many access tokens are being checked, try again shortly");

  private final WorkerExecutor threads;
  private final AtomicInteger waiting = new AtomicInteger();

  public SignatureThreads(Vertx vertx) {
    this.threads = vertx.createSharedWorkerExecutor("spillway-signatures", THREADS);
  }

  /** Runs a check; fails with a refusal (UNAVAILABLE) if too many wait. */
  public <T> Future<T> run(Supplier<Future<T>> check) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(TOO_MANY.asException());
    }
    return threads
        .executeBlocking(check::get, false)
        .compose(checked -> checked)
        .onComplete(done -> waiting.decrementAndGet());
  }
}
