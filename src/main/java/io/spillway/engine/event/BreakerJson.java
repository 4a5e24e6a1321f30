package io.spillway.engine.event;

import io.spillway.domain.breaker.Trip;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.SelectionJson;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** The JSON of timestamps, trips and resolutions, the same in events and API responses. */
public final class BreakerJson {
  /** The {@code state} of a finished resolution. */
  public static final String DONE = "DONE";

  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private BreakerJson() {}

  /** RFC 3339 in UTC, in milliseconds. */
  public static String timestamp(Instant at) {
    return MILLISECONDS.format(at);
  }

  /** The {@code circuitBreaker} of an automation. */
  public static JsonObject trip(Trip trip) {
    return new JsonObject()
        .put("observedCount", trip.observedCount())
        .put("threshold", trip.threshold())
        .put("period", WireEnums.nameOf(trip.period()))
        .put("trippedAt", timestamp(trip.trippedAt()));
  }

  /** A resolution with its current counts. */
  public static JsonObject resolution(Resolution resolution) {
    JsonObject json =
        new JsonObject()
            .put("resolutionId", resolution.id())
            .put("automationId", resolution.automationId())
            .put("decision", WireEnums.nameOf(resolution.order().decision()))
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
