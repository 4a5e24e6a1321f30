package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Reads that block, away from the event loop and beside each other. */
public final class BlockingReads {
  private BlockingReads() {}

  public static <T> Future<T> read(Vertx vertx, Callable<T> read) {
    return vertx.executeBlocking(read, false);
  }
}
