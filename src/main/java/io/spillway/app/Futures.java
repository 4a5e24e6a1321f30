package io.spillway.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for futures on threads that may block. */
final class Futures {
  private static final Logger LOG = LoggerFactory.getLogger(Futures.class);

  private Futures() {}

  /** Returns the result; fails with unchecked exceptions only. */
  static <T> T await(Future<T> future, Duration limit) {
    try {
      return future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not completed within " + limit, e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // A future throws its cause, which may be checked.
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Waits and logs a failure; returns whether the future succeeded. */
  static boolean succeeds(String what, Future<?> future, Duration limit) {
    try {
      await(future, limit);
      return true;
    } catch (RuntimeException e) {
      LOG.warn("{}: not finished within {}: {}", what, limit, e.getMessage());
      return false;
    }
  }
}
