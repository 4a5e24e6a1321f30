package io.spillway.actor;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletionStage;

/** Brings what completes on other threads to an actor's context. */
final class OnContext {
  private OnContext() {}

  /**
   * The outcome of a stage. It is not only told on the context but completed there: a future that
   * another thread completes while listeners are being added may tell a later listener first, and
   * what an actor notes must be noted before its turn is over.
   *
   * @param context on which this is called and every listener is added
   */
  static <T> Future<T> future(CompletionStage<T> stage, Context context) {
    Promise<T> promise = Promise.promise();
    stage.whenComplete(
        (value, failure) ->
            context.runOnContext(
                now -> {
                  if (failure == null) {
                    promise.complete(value);
                  } else {
                    promise.fail(failure);
                  }
                }));
    return promise.future();
  }
}
