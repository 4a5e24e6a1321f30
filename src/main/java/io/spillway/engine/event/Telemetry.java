package io.spillway.engine.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Resolution;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Publishes events of automations on the event bus and updates the metrics. Thread-safe. */
public final class Telemetry {
  private final Vertx vertx;
  private final MeterRegistry meters;
  private final Counter admitted;
  private final Counter paused;
  private final Counter refused;
  private final Counter failed;
  private final Counter trips;
  private final PausedCounts pausedNow;

  /**
   * @param named automations that the metrics name
   */
  public Telemetry(Vertx vertx, MeterRegistry meters, NamedAutomations named) {
    this.vertx = vertx;
    this.meters = meters;
    this.admitted = triggers("admitted");
    this.paused = triggers("paused");
    this.refused = triggers("refused");
    this.failed = triggers("failed");
    this.trips =
        Counter.builder("spillway.breaker.trips")
            .description("Circuit breakers that tripped")
            .register(meters);
    this.pausedNow = new PausedCounts(meters, named);
  }

  /** The numbers of paused executions. */
  public PausedCounts pausedNow() {
    return pausedNow;
  }

  private Counter triggers(String outcome) {
    return Counter.builder("spillway.triggers")
        .description("Triggers by outcome")
        .tag("outcome", outcome)
        .register(meters);
  }

  public void executionsCreated(
      String automationId, List<Long> executionIds, int admittedCount, int pausedCount) {
    IdRanges ranges = new IdRanges();
    executionIds.forEach(id -> ranges.add(id, id));
    admitted.increment(admittedCount);
    paused.increment(pausedCount);
    publish(
        "executions.created",
        automationId,
        new JsonObject()
            .put("admittedCount", admittedCount)
            .put("pausedCount", pausedCount)
            .put("ranges", ranges.toJson()));
  }

  public void triggersRefused(int count) {
    refused.increment(count);
  }

  public void triggersFailed(int count) {
    failed.increment(count);
  }

  public void tripped(String automationId, BreakerState.Tripped state) {
    trips.increment();
    publish(
        "breaker.tripped",
        automationId,
        new JsonObject()
            .put("generation", state.generation())
            .put("circuitBreaker", BreakerJson.trip(state.trip())));
  }

  public void cleared(String automationId) {
    publish("breaker.cleared", automationId, new JsonObject());
  }

  public void moved(String automationId, long executionId, ExecutionState to) {
    publish(
        "execution.state",
        automationId,
        new JsonObject()
            .put("executionId", Long.toString(executionId))
            .put("state", WireEnums.nameOf(to)));
  }

  /** Executions have ended in this state, after their steps. */
  public void ended(String automationId, IdRanges executions, ExecutionState state) {
    publish(
        "executions.ended",
        automationId,
        new JsonObject()
            .put("state", WireEnums.nameOf(state))
            .put("count", executions.count())
            .put("ranges", executions.toJson()));
  }

  public void progressed(Resolution resolution) {
    publish(
        "resolution.progress",
        resolution.automationId(),
        new JsonObject().put("resolution", BreakerJson.resolution(resolution)));
  }

  /** A resolution is finished. */
  public void resolved(Resolution resolution) {
    String decision = resolution.order().decision().name().toLowerCase(Locale.ROOT);
    Timer.builder("spillway.resolve")
        .description("Duration of a resolution, from its record to its system log event")
        .tag("decision", decision)
        .register(meters)
        .record(Duration.between(resolution.startedAt(), resolution.finishedAt().orElseThrow()));
    resolvedExecutions(decision, "resolved").increment((double) resolution.counts().paused());
    resolvedExecutions(decision, "errored").increment((double) resolution.counts().errored());
    progressed(resolution);
  }

  /** Executions were moved by a resolution. */
  public void executionsResolved(Resolution resolution, IdRanges moved) {
    publish(
        "executions.resolved",
        resolution.automationId(),
        new JsonObject()
            .put("resolutionId", resolution.id())
            .put("decision", WireEnums.nameOf(resolution.order().decision()))
            .put("pausedCount", moved.count())
            .put("ranges", moved.toJson()));
  }

  private Counter resolvedExecutions(String decision, String outcome) {
    return Counter.builder("spillway.resolve.executions")
        .description("Executions moved by resolutions or left paused by an error")
        .tag("decision", decision)
        .tag("outcome", outcome)
        .register(meters);
  }

  private void publish(String type, String automationId, JsonObject details) {
    JsonObject event = new JsonObject().put("type", type).put("automationId", automationId);
    vertx.eventBus().publish(EventBusAddresses.EVENTS, event.mergeIn(details));
  }
}
