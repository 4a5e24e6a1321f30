package io.spillway.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.api.http.Readiness;
import io.spillway.engine.actor.LocalRouter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The status of a node for the cluster view. Thread-safe. */
final class NodeReport implements Supplier<Future<JsonObject>> {
  private final String nodeId;
  private final Instant startedAt;
  private final LocalRouter local;
  private final Supplier<Future<Readiness>> readiness;
  private final MeterRegistry meters;

  NodeReport(
      String nodeId,
      Instant startedAt,
      LocalRouter local,
      Supplier<Future<Readiness>> readiness,
      MeterRegistry meters) {
    this.nodeId = nodeId;
    this.startedAt = startedAt;
    this.local = local;
    this.readiness = readiness;
    this.meters = meters;
  }

  @Override
  public Future<JsonObject> get() {
    return readiness.get().map(this::report);
  }

  private JsonObject report(Readiness current) {
    JsonObject checks = new JsonObject();
    new TreeMap<>(current.checks()).forEach(checks::put);
    JsonObject report =
        new JsonObject()
            .put("nodeId", nodeId)
            .put("answered", true)
            .put("ready", current.ready())
            .put("checks", checks)
            .put("actors", local.actors())
            .put("version", Main.version())
            .put("startedAt", startedAt.toString());
    @Nullable Timer commits = meters.find("spillway.store.commit").timer();
    return commits == null
        ? report
        : report
            .put("commits", commits.count())
            .put("commitMeanMs", commits.mean(TimeUnit.MILLISECONDS))
            .put("commitMaxMs", commits.max(TimeUnit.MILLISECONDS));
  }
}
