package io.spillway.api.http;

import io.spillway.api.http.route.Exchange;
import io.spillway.api.http.route.Reply;
import io.spillway.api.http.route.RequestGate;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.event.BreakerJson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Streams a resolution as server-sent events: immediately, on each change, and when it is done.
 *
 * <p>Changes come from the event bus. Since an event may get lost, the resolution is also polled
 * once a second. Counts never decrease within a stream. A comment now and then keeps proxies from
 * closing a stream without changes. The stream ends when the resolution is done, the client
 * disconnects, or the node drains. Owned by one event loop.
 */
final class ResolutionStream implements Reply.Stream {
  private static final long READ_INTERVAL_MILLIS = 1_000;
  private static final CharSequence UNBUFFERED = HttpHeaders.createOptimized("x-accel-buffering");

  static final CharSequence TYPE = HttpHeaders.createOptimized("text/event-stream");

  private final Vertx vertx;
  private final String resolutionId;
  private final Resolution first;
  private final ProgressFeed progress;
  private final RequestGate gate;
  private final Supplier<Future<Resolution>> read;
  private long sent = -1;
  private boolean reading;
  private boolean ended;

  /**
   * @param vertx for the timer
   * @param first the current state
   * @param progress of resolutions
   * @param gate notifies of draining
   * @param read reads the current state
   */
  ResolutionStream(
      Vertx vertx,
      Resolution first,
      ProgressFeed progress,
      RequestGate gate,
      Supplier<Future<Resolution>> read) {
    this.vertx = vertx;
    this.resolutionId = first.id();
    this.first = first;
    this.progress = progress;
    this.gate = gate;
    this.read = read;
  }

  @Override
  public void setHeaders(Exchange exchange) {
    // Proxies such as nginx would hold events back until a buffer is full.
    exchange.response().putHeader(UNBUFFERED, "no");
  }

  @Override
  public void startOn(Exchange exchange) {
    HttpServerResponse response = exchange.response();
    onState(response, BreakerJson.resolution(first));
    if (ended) {
      return;
    }
    Context loop = vertx.getOrCreateContext();
    Consumer<JsonObject> subscriber = resolution -> onState(response, resolution);
    Runnable drain = () -> loop.runOnContext(now -> end(response));
    long timer = vertx.setPeriodic(READ_INTERVAL_MILLIS, id -> readAgain(response));
    long pulse = vertx.setPeriodic(progress.heartbeat().toMillis(), id -> comment(response));
    exchange.onEnd(
        () -> {
          ended = true;
          vertx.cancelTimer(timer);
          vertx.cancelTimer(pulse);
          progress.unsubscribe(resolutionId, subscriber);
          gate.removeDrainHandler(drain);
        });
    progress.subscribe(resolutionId, subscriber);
    gate.addDrainHandler(drain);
  }

  private void comment(HttpServerResponse response) {
    if (!ended && !response.writeQueueFull()) {
      response.write(": still here\n\n");
    }
  }

  /** One read at a time: its actor may be busy for long. */
  private void readAgain(HttpServerResponse response) {
    if (reading) {
      return;
    }
    reading = true;
    read.get()
        .onComplete(
            done -> {
              reading = false;
              if (done.succeeded()) {
                onState(response, BreakerJson.resolution(done.result()));
              }
            });
  }

  private void onState(HttpServerResponse response, JsonObject resolution) {
    boolean done = BreakerJson.DONE.equals(resolution.getString("state"));
    long resolved = resolution.getLong("pausedCount", 0L) + resolution.getLong("erroredCount", 0L);
    boolean progressed = resolved > sent && !response.writeQueueFull();
    if (ended || !(done || progressed)) {
      return;
    }
    sent = resolved;
    response.write("event: resolution\ndata: " + resolution.encode() + "\n\n");
    if (done) {
      end(response);
    }
  }

  private void end(HttpServerResponse response) {
    if (!ended) {
      ended = true;
      response.end();
    }
  }
}
