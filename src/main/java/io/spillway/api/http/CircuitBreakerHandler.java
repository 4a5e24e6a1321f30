package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.IdempotencyKey;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.actor.BreakerReport;
import io.spillway.engine.event.BreakerJson;
import io.spillway.engine.search.PausedExecutions;
import io.spillway.store.AutomationStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The circuit breaker of an automation: status, clear, resolve paused executions. */
final class CircuitBreakerHandler {
  private static final int RECENT = 10;

  private final AutomationRouter router;
  private final AutomationStore automations;
  private final PausedExecutions paused;
  private final ReviewTokens reviews;

  CircuitBreakerHandler(ApiDependencies dependencies, ReviewTokens reviews) {
    this.reviews = reviews;
    this.router = dependencies.router();
    this.automations = dependencies.store().automations();
    this.paused = dependencies.paused();
  }

  Future<Reply> clear(ApiRequest request) {
    return ClearRequest.of(request.fields(), request.caller().clientId())
        .send(router, request.path("id"), IdempotencyKey.of(request, "clear"))
        .map(bulkActionId -> Reply.ok(out -> out.writeStringField("bulkActionId", bulkActionId)));
  }

  Future<Reply> resolvePaused(ApiRequest request) {
    Fields body = request.fields();
    return selection(request, body)
        .map(
            selection ->
                new AutomationCommand.ResolvePaused(
                    ResolveRequest.orderOf(body, request.caller().clientId(), selection),
                    IdempotencyKey.of(request, "resolve_paused")))
        .compose(
            command ->
                AsyncPreference.isIn(request.http())
                    ? start(request, command)
                    : router
                        .send(request.path("id"), command)
                        .map(CircuitBreakerHandler::resolved));
  }

  private Future<Reply> start(ApiRequest request, AutomationCommand.ResolvePaused command) {
    return router
        .send(request.path("id"), new AutomationCommand.StartResolution(command, false))
        .map(started -> AsyncPreference.accepted(request, started.resolution().orElseThrow()));
  }

  private static Reply resolved(Resolution done) {
    return Reply.ok(
        out -> {
          out.writeNumberField("pausedCount", done.counts().paused());
          out.writeNumberField("erroredCount", done.counts().errored());
          out.writeStringField("bulkActionId", done.id());
        });
  }

  /** The executions that the request selects; empty for all. */
  private Future<Optional<Selection>> selection(ApiRequest request, Fields body) {
    String id = request.path("id");
    Optional<String> token =
        body.nonEmpty("reviewToken", "the reviewToken of a paused/search, or absent for all");
    Optional<String> retryOf =
        body.nonEmpty("retryOf", "the id of a resolution that is DONE, or absent for all");
    if (token.isPresent() && retryOf.isPresent()) {
      throw Refusals.invalid("retryOf is given with a reviewToken, must be given without");
    }
    return retryOf.isPresent()
        ? failuresOf(request, id, retryOf.get()).map(Optional::of)
        : Future.succeededFuture(token.map(given -> reviews.read(id, given)));
  }

  /** What a finished resolution could not move and is still paused. */
  private Future<Selection> failuresOf(ApiRequest request, String id, String resolutionId) {
    Context context = request.vertx().getOrCreateContext();
    PausedFilter filter = PausedFilter.retryOf(resolutionId);
    return BlockingReads.read(
            request.vertx(), () -> RetriedResolution.read(automations, id, resolutionId))
        .compose(
            done ->
                Future.fromCompletionStage(paused.find(id, filter, Long.MAX_VALUE), context)
                    .map(found -> new Selection(filter, found.lastExecutionId(), found.count())));
  }

  Future<Reply> status(ApiRequest request) {
    String id = request.path("id");
    return router
        .send(id, new AutomationCommand.DescribeBreaker())
        .compose(
            report ->
                BlockingReads.read(
                        request, () -> automations.resolutions(id, Optional.empty(), RECENT))
                    .map(recent -> status(id, report, recent)));
  }

  private static Reply status(String id, BreakerReport report, List<Resolution> recent) {
    return Reply.ok(
        out -> {
          out.writeStringField("automationId", id);
          out.writeNumberField("circuitBreakerMax", report.automation().automation().limit().max());
          out.writeStringField(
              "circuitBreakerPeriod",
              AutomationJson.PERIODS.nameOf(report.automation().automation().limit().period()));
          out.writeBooleanField(
              "tripped", report.automation().breaker() instanceof BreakerState.Tripped);
          AutomationJson.writeTrip(out, report.automation().breaker());
          JsonText.timestamp(
              out, "windowStartedAt", report.automation().breaker().windowStartedAt());
          out.writeNumberField("windowCount", report.windowCount());
          out.writeArrayFieldStart("windowSlices");
          for (long slice : report.windowSlices()) {
            out.writeNumber(slice);
          }
          out.writeEndArray();
          out.writeNumberField("pausedCount", report.pausedCount());
          if (report.running().isPresent()) {
            Resolution running = notBehind(report.running().get(), recent);
            JsonText.object(out, "running", BreakerJson.resolution(running));
          }
          out.writeArrayFieldStart("recent");
          for (Resolution resolution : recent) {
            JsonObject json = BreakerJson.resolution(latest(resolution, report.running()));
            out.writeRawValue(json.encode());
          }
          out.writeEndArray();
        });
  }

  private static Resolution notBehind(Resolution running, List<Resolution> recent) {
    return recent.stream()
        .filter(stored -> stored.id().equals(running.id()))
        .findFirst()
        .map(running::atLeast)
        .orElse(running);
  }

  private static Resolution latest(Resolution stored, Optional<Resolution> running) {
    return running
        .filter(now -> !stored.isDone() && now.id().equals(stored.id()))
        .map(now -> now.atLeast(stored))
        .orElse(stored);
  }
}
