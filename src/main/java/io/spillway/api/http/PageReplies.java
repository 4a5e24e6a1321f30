package io.spillway.api.http;

import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.Reply;
import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.ExecutionView;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Makes replies of executions that are read: holds memory for them until the response is sent, and
 * writes their JSON. Both happens on the thread that has read them: pages would pile up in front of
 * a busy event loop, and writing one of several mebibytes would keep it from other requests.
 */
final class PageReplies {
  /** A context is in memory as read, as text, and in the response, which grows by doubling. */
  private static final int COPIES = 4;

  private PageReplies() {}

  /** The reply, on the context of the request; fails with a refusal if there is no room for it. */
  static Future<Reply> reply(
      ApiRequest request,
      CompletionStage<ExecutionPage> read,
      Function<ExecutionPage, Reply> json) {
    return reply(request, read, ExecutionPage::contextBytes, json);
  }

  /** As the other, of an execution whose response has the context twice. */
  static Future<Reply> replyOfOne(
      ApiRequest request,
      CompletionStage<Optional<ExecutionView>> read,
      Function<Optional<ExecutionView>, Reply> json) {
    return reply(
        request,
        read,
        found -> found.map(view -> 2L * view.fact().context().length).orElse(0L),
        json);
  }

  private static <T> Future<Reply> reply(
      ApiRequest request,
      CompletionStage<T> read,
      ToLongFunction<T> bytesOf,
      Function<T, Reply> json) {
    CompletionStage<Reply> written =
        read.thenApply(
            result -> {
              request.hold(COPIES * bytesOf.applyAsLong(result));
              return json.apply(result);
            });
    return Future.fromCompletionStage(written, request.vertx().getOrCreateContext());
  }
}
