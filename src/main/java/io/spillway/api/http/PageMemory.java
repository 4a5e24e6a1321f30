package io.spillway.api.http;

import io.spillway.api.http.route.ApiRequest;
import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.ExecutionView;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;

/** Holds memory for executions from when they are read until the response is sent. */
final class PageMemory {
  /** A context is in memory as read, as text, and in the response, which grows by doubling. */
  private static final int COPIES = 4;

  private PageMemory() {}

  /** The page, on the context of the request; fails with a refusal if there is no room for it. */
  static Future<ExecutionPage> held(ApiRequest request, CompletionStage<ExecutionPage> read) {
    return held(request, read, ExecutionPage::contextBytes);
  }

  /** The execution, on the context of the request; its response has the context twice. */
  static Future<Optional<ExecutionView>> heldOne(
      ApiRequest request, CompletionStage<Optional<ExecutionView>> read) {
    return held(
        request, read, found -> found.map(view -> 2L * view.fact().context().length).orElse(0L));
  }

  private static <T> Future<T> held(
      ApiRequest request, CompletionStage<T> read, ToLongFunction<T> bytesOf) {
    // On the thread that has read it, since pages would pile up in front of a busy event loop.
    CompletionStage<T> held =
        read.thenApply(
            result -> {
              request.hold(COPIES * bytesOf.applyAsLong(result));
              return result;
            });
    return Future.fromCompletionStage(held, request.vertx().getOrCreateContext());
  }
}
