package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.IdempotencyKey;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.actor.BreakerReport;
import io.spillway.engine.event.BreakerJson;
import io.spillway.store.AutomationStore;
import io.spillway.store.RequestKey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The circuit breaker of an automation: status, clear, resolve paused executions. */
final class CircuitBreakerHandler {
  private static final int RECENT = 10;

  private final AutomationRouter router;
  private final AutomationStore automations;
  private final ReviewTokens reviews;

  CircuitBreakerHandler(ApiDependencies dependencies, ReviewTokens reviews) {
    this.reviews = reviews;
    this.router = dependencies.router();
    this.automations = dependencies.store().automations();
  }

  Future<Reply> clear(ApiRequest request) {
    return ClearRequest.of(request.fields(), request.caller().clientId())
        .send(router, request.path("id"), IdempotencyKey.of(request, "clear"))
        .map(bulkActionId -> Reply.ok(out -> out.writeStringField("bulkActionId", bulkActionId)));
  }

  Future<Reply> resolvePaused(ApiRequest request) {
    Fields body = request.fields();
    String token = body.text("reviewToken");
    Optional<Selection> selection =
        token.isEmpty() ? Optional.empty() : Optional.of(reviews.read(request.path("id"), token));
    Resolution.Order order = ResolveRequest.orderOf(body, request.caller().clientId(), selection);
    Optional<RequestKey> key = IdempotencyKey.of(request, "resolve_paused");
    AutomationCommand.ResolvePaused resolve = new AutomationCommand.ResolvePaused(order, key);
    if (AsyncPreference.isIn(request.http())) {
      return router
          .send(request.path("id"), new AutomationCommand.StartResolution(resolve, false))
          .map(started -> AsyncPreference.accepted(request, started.resolution().orElseThrow()));
    }
    return router
        .send(request.path("id"), resolve)
        .map(
            done ->
                Reply.ok(
                    out -> {
                      out.writeNumberField("pausedCount", done.counts().paused());
                      out.writeNumberField("erroredCount", done.counts().errored());
                    }));
  }

  Future<Reply> status(ApiRequest request) {
    String id = request.path("id");
    return router
        .send(id, new AutomationCommand.DescribeBreaker())
        .compose(
            report ->
                BlockingReads.read(
                        request.vertx(),
                        () -> automations.resolutions(id, Optional.empty(), RECENT))
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
            Resolution running = report.running().get();
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

  private static Resolution latest(Resolution stored, Optional<Resolution> running) {
    return running.filter(now -> !stored.isDone() && now.id().equals(stored.id())).orElse(stored);
  }
}
