package io.spillway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Reads that block, away from the event loop and beside each other. */
final class Blocking {
  private Blocking() {}

  static <T> Future<T> read(Vertx vertx, Callable<T> read) {
    return vertx.executeBlocking(read, false);
  }
}
