package io.spillway.api.http;

import io.spillway.api.http.route.ApiRequest;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.engine.search.PausedExecutions;
import io.spillway.engine.search.PausedSummary;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Summaries of paused executions. Equal ones that are asked for at once are made once; one that
 * nobody waits for any more is given up. Shared by all server instances of a node. Thread-safe.
 */
public final class Summaries {
  private final PausedExecutions paused;
  private final ScanLimit scans = new ScanLimit();
  private final Map<Key, Summary> running = new ConcurrentHashMap<>();

  /**
   * @param paused makes a summary
   */
  public Summaries(PausedExecutions paused) {
    this.paused = paused;
  }

  /** The limit of scans, summaries and others. */
  ScanLimit scans() {
    return scans;
  }

  private record Key(String automationId, PausedFilter filter, List<String> fields) {}

  /** A summary in progress, and who waits for it. */
  private record Summary(Future<PausedSummary> result, Set<ApiRequest> waiting) {}

  /** The summary, on the context of the request. */
  Future<PausedSummary> of(
      ApiRequest request, String automationId, PausedFilter filter, List<String> fields) {
    Key key = new Key(automationId, filter, List.copyOf(fields));
    Summary summary =
        running.compute(
            key,
            (same, found) -> {
              Summary joined =
                  found == null || found.result.isComplete() ? start(request, key) : found;
              joined.waiting.add(request);
              return joined;
            });
    summary.result.onComplete(ended -> running.remove(key, summary));
    return onContextOf(request, summary.result)
        .recover(
            cause ->
                isGivenUp(cause) && request.isWaitedFor()
                    ? of(request, automationId, filter, fields)
                    : Future.failedFuture(cause));
  }

  /** It may be just when another request joins. */
  private static boolean isGivenUp(Throwable cause) {
    return cause instanceof CancellationException
        || cause.getCause() instanceof CancellationException;
  }

  private Summary start(ApiRequest request, Key key) {
    Set<ApiRequest> waiting = ConcurrentHashMap.newKeySet();
    waiting.add(request);
    Future<PausedSummary> result =
        scans.run(
            request.caller().clientId(),
            () ->
                Future.fromCompletionStage(
                    paused.summarize(
                        key.automationId,
                        key.filter,
                        key.fields,
                        () -> waiting.stream().anyMatch(ApiRequest::isWaitedFor))));
    return new Summary(result, waiting);
  }

  private static <T> Future<T> onContextOf(ApiRequest request, Future<T> result) {
    return Future.fromCompletionStage(
        result.toCompletionStage(), request.vertx().getOrCreateContext());
  }
}
