package io.spillway.example;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Runs the jobs of a type over the event bus, of a Vert.x that has joined the cluster. */
public final class Worker {
  private static final String ACTIVATE = "spillway.jobs.activate";
  private static final String REPORT = "spillway.jobs.report";

  /** More than a poll waits. */
  private static final long PATIENCE_MILLIS = 40_000;

  private static final long PAUSE_MILLIS = 5_000;

  private final Vertx vertx;
  private final Signature signature;
  private final String type;
  private final Function<JsonObject, Future<Object>> work;

  /**
   * @param work makes the output of a job; it may get the same idempotencyKey again
   */
  public Worker(
      Vertx vertx, Signature signature, String type, Function<JsonObject, Future<Object>> work) {
    this.vertx = vertx;
    this.signature = signature;
    this.type = type;
    this.work = work;
  }

  /** Runs jobs until Vert.x is closed. */
  public void run() {
    JsonObject poll = new JsonObject().put("types", new JsonArray().add(type));
    poll.put("worker", "java").put("maxJobs", 16).put("lease", "60s").put("wait", "30s");
    request(ACTIVATE, poll)
        .compose(got -> Future.join(got.getJsonArray("jobs").stream().map(this::runOne).toList()))
        .onSuccess(done -> run())
        .onFailure(failure -> vertx.setTimer(PAUSE_MILLIS, elapsed -> run()));
  }

  private Future<JsonObject> runOne(Object job) {
    JsonObject report = new JsonObject().put("lease", ((JsonObject) job).getString("lease"));
    return work.apply((JsonObject) job)
        .map(output -> report.put("complete", new JsonObject().put("output", output)))
        .otherwise(e -> report.put("fail", new JsonObject().put("message", String.valueOf(e))))
        .map(
            said ->
                new JsonObject().put("worker", "java").put("reports", new JsonArray().add(said)))
        .compose(body -> request(REPORT, body));
  }

  private Future<JsonObject> request(String address, JsonObject body) {
    Buffer text = body.toBuffer();
    var options = signature.of(address, text).setSendTimeout(PATIENCE_MILLIS);
    return vertx.eventBus().<JsonObject>request(address, text, options).map(reply -> reply.body());
  }
}
