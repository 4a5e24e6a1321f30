package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.engine.event.EventBusAddresses;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressFeedTest {
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Vertx vertx = Vertx.vertx().exceptionHandler(failures::add);

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void whatIsNoProgressIsPassedOver() throws Exception {
    BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
    ProgressFeed feed = new ProgressFeed(vertx.eventBus(), Duration.ofSeconds(1));
    feed.subscribe("r1", received::add);
    feed.start().await(30, TimeUnit.SECONDS);
    JsonObject progress = new JsonObject().put("type", "resolution.progress");
    JsonObject resolution = new JsonObject().put("resolutionId", "r1");

    for (Object other :
        List.of(
            "text",
            Buffer.buffer("{}"),
            new JsonArray(),
            new JsonObject().put("type", 1),
            progress,
            progress.copy().put("resolution", "r1"),
            progress.copy().put("resolution", new JsonObject().putNull("resolutionId")),
            progress.copy().put("resolution", resolution))) {
      vertx.eventBus().publish(EventBusAddresses.EVENTS, other);
    }

    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(resolution);
    assertThat(failures).isEmpty();
  }
}
