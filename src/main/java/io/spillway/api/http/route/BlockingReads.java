package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Runs blocking reads on worker threads, concurrently. */
public final class BlockingReads {
  private BlockingReads() {}

  /** Makes a read for a response when it is the turn of the client. */
  public static <T> Future<T> read(ApiRequest request, Callable<T> read) {
    return request.inTurn(() -> read(request.vertx(), read));
  }

  /** Makes a read that waits for no other. */
  public static <T> Future<T> read(Vertx vertx, Callable<T> read) {
    return vertx.executeBlocking(read, false);
  }
}
