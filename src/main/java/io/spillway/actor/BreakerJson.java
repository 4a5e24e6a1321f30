package io.spillway.actor;

import io.spillway.breaker.Trip;
import io.spillway.resolution.Resolution;
import io.vertx.core.json.JsonObject;

/** The JSON shapes of trips and resolutions, the same in events and in answers. */
public final class BreakerJson {
  private BreakerJson() {}

  /** The {@code circuitBreaker} of an automation. */
  public static JsonObject trip(Trip trip) {
    return new JsonObject()
        .put("observedCount", trip.observedCount())
        .put("threshold", trip.threshold())
        .put("period", "CIRCUIT_BREAKER_PERIOD_" + trip.period())
        .put("trippedAt", trip.trippedAt().toString());
  }

  /** A resolution, with the counts it has so far. */
  public static JsonObject resolution(Resolution resolution) {
    JsonObject json =
        new JsonObject()
            .put("resolutionId", resolution.id())
            .put("automationId", resolution.automationId())
            .put("decision", "PAUSED_EXECUTION_DECISION_" + resolution.order().decision())
            .put("reason", resolution.order().reason())
            .put("actor", resolution.order().actor())
            .put("state", resolution.isDone() ? "DONE" : "RUNNING")
            .put("total", resolution.total())
            .put("pausedCount", resolution.counts().paused())
            .put("erroredCount", resolution.counts().errored())
            .put("startedAt", resolution.startedAt().toString());
    resolution.finishedAt().ifPresent(at -> json.put("finishedAt", at.toString()));
    return json;
  }
}
