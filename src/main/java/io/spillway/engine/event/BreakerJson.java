package io.spillway.engine.event;

import io.spillway.domain.breaker.Trip;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.SelectionJson;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** The JSON shapes of moments, trips and resolutions, the same in events and in answers. */
public final class BreakerJson {
  /** The {@code state} of a resolution that is over. */
  public static final String DONE = "DONE";

  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private BreakerJson() {}

  /** RFC 3339 in UTC, with three digits of a second. */
  public static String timestamp(Instant at) {
    return MILLISECONDS.format(at);
  }

  /** The {@code circuitBreaker} of an automation. */
  public static JsonObject trip(Trip trip) {
    return new JsonObject()
        .put("observedCount", trip.observedCount())
        .put("threshold", trip.threshold())
        .put("period", "CIRCUIT_BREAKER_PERIOD_" + trip.period())
        .put("trippedAt", timestamp(trip.trippedAt()));
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
            .put("state", resolution.isDone() ? DONE : "RUNNING")
            .put("total", resolution.total())
            .put("pausedCount", resolution.counts().paused())
            .put("erroredCount", resolution.counts().errored())
            .put("resetBreaker", resolution.order().resetBreaker())
            .put("startedAt", timestamp(resolution.startedAt()));
    resolution
        .order()
        .selection()
        .ifPresent(selection -> json.put("selection", SelectionJson.of(selection)));
    resolution.retryOf().ifPresent(id -> json.put("retryOf", id));
    resolution.finishedAt().ifPresent(at -> json.put("finishedAt", timestamp(at)));
    return json;
  }
}
