package io.spillway.it;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.spillway.example.Signature;
import io.spillway.example.WithoutData;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A consumer on the event bus of a cluster, in this process, made as the example is. */
final class BusConsumer implements AutoCloseable {
  private static final String EVENTS = "spillway.events";
  private static final String EXECUTE = "spillway.automations.execute";
  private static final long PATIENCE_MILLIS = 2_000;

  private final HazelcastInstance hazelcast;
  private final Vertx vertx;
  private final Signature signature;
  private final Queue<JsonObject> events = new ConcurrentLinkedQueue<>();

  private BusConsumer(HazelcastInstance hazelcast, Vertx vertx, Signature signature) {
    this.hazelcast = hazelcast;
    this.vertx = vertx;
    this.signature = signature;
  }

  /** Joins a running cluster. */
  static BusConsumer join(TestCluster cluster) {
    try {
      String secret = Files.readString(cluster.secret()).strip();
      List<String> members = Arrays.asList(cluster.automations().split(","));
      HazelcastInstance hazelcast =
          Hazelcast.newHazelcastInstance(WithoutData.of("spillway", members, Optional.of(secret)));
      Vertx vertx =
          Vertx.builder()
              .with(
                  new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
              .withClusterManager(new HazelcastClusterManager(hazelcast))
              .buildClustered()
              .await();
      BusConsumer consumer =
          new BusConsumer(
              hazelcast,
              vertx,
              new Signature(secret, cluster.firstClient().id(), Clock.systemUTC()));
      vertx
          .eventBus()
          .<JsonObject>consumer(EVENTS, message -> consumer.events.add(message.body()))
          .completion()
          .await();
      return consumer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a trigger is answered with the id of an execution. */
  boolean triggers(String automationId) {
    JsonObject context = new JsonObject().put("event", "user.left");
    Buffer body =
        new JsonObject()
            .put("automationId", automationId)
            .put("context", new JsonObject().put("context", context))
            .toBuffer();
    return vertx
        .eventBus()
        .<JsonObject>request(
            EXECUTE, body, signature.of(EXECUTE, body).setSendTimeout(PATIENCE_MILLIS))
        .map(reply -> reply.body().containsKey("executionId"))
        .otherwise(false)
        .await();
  }

  /** How many events of an automation it has received. */
  long heard(String automationId) {
    return events.stream()
        .filter(event -> automationId.equals(event.getString("automationId")))
        .count();
  }

  @Override
  public void close() {
    vertx.close().await();
    hazelcast.shutdown();
  }
}
