package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Runs blocking reads on worker threads, concurrently. */
public final class BlockingReads {
  private BlockingReads() {}

  public static <T> Future<T> read(Vertx vertx, Callable<T> read) {
    return vertx.executeBlocking(read, false);
  }
}
