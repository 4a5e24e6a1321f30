package io.spillway.example;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Listens to what happens, and triggers each automation it is given a few times and then runs what
 * is held. Prints every event, and every reply, as a JSON object a line.
 */
public final class Consumer {
  private static final String EVENTS = "spillway.events";
  private static final String EXECUTE = "spillway.automations.execute";
  private static final String RESOLVE_PAUSED = "spillway.automations.resolve-paused";

  private static final int TRIGGERS = 3;

  /** Members learn of a new listener by and by; what happens before they do is not told to it. */
  private static final long HEARD_OF_MILLIS = 2_000;

  /** A resolution of millions takes seconds. */
  private static final long PATIENCE_MILLIS = 60_000;

  private static final long LIMIT_SECONDS = 120;

  private final Vertx vertx;
  private final Signature signature;

  /** By automation: completed when its resolution is done. */
  private final Map<String, Promise<Void>> resolutions = new HashMap<>();

  private Consumer(Vertx vertx, Signature signature, List<String> automationIds) {
    this.vertx = vertx;
    this.signature = signature;
    automationIds.forEach(id -> resolutions.put(id, Promise.promise()));
  }

  /**
   * The name of the cluster, addresses of members separated by commas, the file with the secret of
   * the cluster, the id of a client, and ids of automations. Ends with 0 when all is done, else
   * with 1.
   */
  public static void main(String[] arguments) throws IOException, TimeoutException {
    List<String> given = List.of(arguments);
    String secret = Files.readString(Path.of(given.get(2))).strip();
    HazelcastInstance hazelcast =
        Hazelcast.newHazelcastInstance(
            WithoutData.of(given.get(0), List.of(given.get(1).split(",")), Optional.of(secret)));
    Vertx vertx = join(hazelcast);
    try {
      Signature signature = new Signature(secret, given.get(3), Clock.systemUTC());
      new Consumer(vertx, signature, given.subList(4, given.size()))
          .start()
          .await(LIMIT_SECONDS, TimeUnit.SECONDS);
    } finally {
      vertx.close().await();
      hazelcast.shutdown();
    }
  }

  private static Vertx join(HazelcastInstance hazelcast) {
    return Vertx.builder()
        .with(
            new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(WithoutData.HOST)))
        .withClusterManager(new HazelcastClusterManager(hazelcast))
        .buildClustered()
        .await();
  }

  private Future<Void> start() {
    return vertx
        .eventBus()
        .<JsonObject>consumer(EVENTS, message -> onEvent(message.body()))
        .completion()
        .compose(listening -> vertx.timer(HEARD_OF_MILLIS))
        .compose(heardOf -> Future.all(useAll()))
        .mapEmpty();
  }

  private void onEvent(JsonObject event) {
    System.out.println(event.encode());
    if ("resolution.progress".equals(event.getString("type"))
        && "DONE".equals(event.getJsonObject("resolution").getString("state"))) {
      Promise<Void> resolution = resolutions.get(event.getString("automationId"));
      if (resolution != null) {
        resolution.tryComplete();
      }
    }
  }

  private List<Future<Void>> useAll() {
    return resolutions.entrySet().stream()
        .map(entry -> use(entry.getKey(), entry.getValue().future()))
        .toList();
  }

  private Future<Void> use(String automationId, Future<Void> resolution) {
    return Future.all(Stream.generate(() -> execute(automationId)).limit(TRIGGERS).toList())
        .compose(executed -> runPaused(automationId))
        .compose(run -> resolution);
  }

  private Future<JsonObject> execute(String automationId) {
    JsonObject context = new JsonObject().put("event", "user.left");
    return request(
        EXECUTE,
        automationId,
        new JsonObject().put("context", new JsonObject().put("context", context)));
  }

  private Future<JsonObject> runPaused(String automationId) {
    return request(
        RESOLVE_PAUSED,
        automationId,
        new JsonObject().put("decision", "PAUSED_EXECUTION_DECISION_RUN").put("reason", "planned"));
  }

  /** A failure is a {@link io.vertx.core.eventbus.ReplyException} with the status of HTTP. */
  private Future<JsonObject> request(String address, String automationId, JsonObject body) {
    Buffer text = body.put("automationId", automationId).toBuffer();
    return vertx
        .eventBus()
        .<JsonObject>request(
            address, text, signature.of(address, text).setSendTimeout(PATIENCE_MILLIS))
        .map(
            reply -> {
              System.out.println(
                  new JsonObject()
                      .put("replyOf", address)
                      .put("automationId", automationId)
                      .mergeIn(reply.body())
                      .encode());
              return reply.body();
            });
  }
}
