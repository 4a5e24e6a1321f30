package io.spillway.api.http;

import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.AcceptHeader;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.api.http.route.RequestGate;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.event.BreakerJson;
import io.spillway.store.AutomationStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The resolutions of an automation: finished ones from the store, a running one from its actor. */
final class ResolutionsHandler {
  /** A stream begins after so long, however busy the actor is. */
  private static final long FIRST_EVENT_MILLIS = 500;

  private final AutomationRouter router;
  private final AutomationStore automations;
  private final PageTokens tokens;
  private final RequestGate gate;
  private final ProgressFeed progress;

  ResolutionsHandler(
      ApiDependencies dependencies, PageTokens tokens, RequestGate gate, ProgressFeed progress) {
    this.router = dependencies.router();
    this.automations = dependencies.store().automations();
    this.tokens = tokens;
    this.gate = gate;
    this.progress = progress;
  }

  Future<Reply> list(ApiRequest request) {
    String id = request.path("id");
    Paging paging = Paging.of(tokens, request.http(), "resolutions", id);
    return BlockingReads.read(request, () -> read(id, paging))
        .compose(read -> upToDate(request.vertx(), read))
        .map(
            read ->
                page(
                    paging.page(read),
                    paging.next(read, last -> Paging.cursorOf(last.startedAt(), last.id()))));
  }

  Future<Reply> get(ApiRequest request) {
    String id = request.path("id");
    String resolutionId = request.path("resolutionId");
    Vertx vertx = request.vertx();
    List<String> accept = request.http().headers().getAll(HttpHeaders.ACCEPT);
    if (!AcceptHeader.prefers(accept, ResolutionStream.TYPE.toString(), Reply.JSON.toString())) {
      return current(vertx, id, resolutionId).map(ResolutionsHandler::single);
    }
    return soon(vertx, id, resolutionId)
        .map(
            resolution ->
                new Reply.Streamed(
                    ResolutionStream.TYPE,
                    new ResolutionStream(
                        vertx,
                        resolution,
                        progress,
                        gate,
                        () -> current(vertx, id, resolutionId))));
  }

  private List<Resolution> read(String id, Paging paging) {
    if (automations.load(id).isEmpty()) {
      throw Automation.unknown(id).asException();
    }
    return automations.resolutions(id, paging.position(), paging.fetchSize());
  }

  private Future<List<Resolution>> upToDate(Vertx vertx, List<Resolution> read) {
    return Future.join(
            read.stream()
                .map(
                    resolution ->
                        resolution.isDone()
                            ? Future.succeededFuture(resolution)
                            : current(vertx, resolution.automationId(), resolution.id())
                                .otherwise(resolution))
                .toList())
        .map(all -> all.<Resolution>list());
  }

  /**
   * The current state of a resolution. While it runs, the actor has the counts, unless it is about
   * to learn that newer ones are recorded. It may finish between the two reads, so the store is
   * read again if the actor does not have it any more.
   */
  private Future<Resolution> current(Vertx vertx, String id, String resolutionId) {
    return storedOr(
        vertx,
        id,
        resolutionId,
        stored ->
            running(id, resolutionId)
                .compose(
                    running ->
                        running
                            .map(current -> Future.succeededFuture(current.atLeast(stored)))
                            .orElseGet(() -> stored(vertx, id, resolutionId))));
  }

  /** As {@link #current}, but with the recorded counts if the actor does not reply soon. */
  private Future<Resolution> soon(Vertx vertx, String id, String resolutionId) {
    return storedOr(
        vertx,
        id,
        resolutionId,
        stored ->
            running(id, resolutionId)
                .timeout(FIRST_EVENT_MILLIS, TimeUnit.MILLISECONDS)
                .map(running -> running.orElse(stored).atLeast(stored))
                .otherwise(stored));
  }

  /** The stored state of a resolution if it is done, else what {@code newer} makes of it. */
  private Future<Resolution> storedOr(
      Vertx vertx, String id, String resolutionId, Function<Resolution, Future<Resolution>> newer) {
    return stored(vertx, id, resolutionId)
        .compose(stored -> stored.isDone() ? Future.succeededFuture(stored) : newer.apply(stored));
  }

  private Future<Optional<Resolution>> running(String id, String resolutionId) {
    return router
        .send(id, new AutomationCommand.DescribeBreaker())
        .map(report -> report.running().filter(running -> running.id().equals(resolutionId)))
        .otherwise(Optional.empty());
  }

  private Future<Resolution> stored(Vertx vertx, String id, String resolutionId) {
    return BlockingReads.read(
        vertx,
        () ->
            automations.resolution(id, resolutionId).orElseThrow(() -> unknown(id, resolutionId)));
  }

  static RefusedException unknown(String id, String resolutionId) {
    return Refusals.notFound(
        "resolution " + resolutionId + " of automation " + id + " does not exist");
  }

  /**
   * A resolution that is done. Blocks.
   *
   * @param unfinished the refusal if it is not
   * @throws RefusedException if it does not exist or is not done
   */
  static Resolution finished(
      AutomationStore automations, String id, String resolutionId, Refusal unfinished) {
    Resolution resolution =
        automations.resolution(id, resolutionId).orElseThrow(() -> unknown(id, resolutionId));
    if (!resolution.isDone()) {
      throw unfinished.asException();
    }
    return resolution;
  }

  private static Reply single(Resolution resolution) {
    return Reply.ok(out -> JsonText.object(out, "resolution", BreakerJson.resolution(resolution)));
  }

  private static Reply page(List<Resolution> rows, String nextPageToken) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          for (Resolution row : rows) {
            out.writeRawValue(BreakerJson.resolution(row).encode());
          }
          out.writeEndArray();
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }
}
