package io.spillway.api.http;

import io.spillway.engine.event.EventBusAddresses;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Dispatches progress events of resolutions to the streams of one server instance. They share one
 * consumer on the event bus, since each consumer is registered cluster-wide. Owned by one event
 * loop.
 */
public final class ProgressFeed {
  private static final String PROGRESS = "resolution.progress";

  private final EventBus bus;
  private final Duration heartbeat;
  private final Map<String, Set<Consumer<JsonObject>>> subscribers = new HashMap<>();

  /**
   * @param bus with the events
   * @param heartbeat time between two comments of a stream, which tell that it is still fed
   */
  public ProgressFeed(EventBus bus, Duration heartbeat) {
    this.bus = bus;
    this.heartbeat = heartbeat;
  }

  Duration heartbeat() {
    return heartbeat;
  }

  /** Registers the consumer; it is removed with the verticle. */
  public Future<Void> start() {
    return bus.<Object>consumer(EventBusAddresses.EVENTS, this::onEvent).completion();
  }

  /** Passes every state of this resolution to {@code subscriber}, in the format of the API. */
  void subscribe(String resolutionId, Consumer<JsonObject> subscriber) {
    subscribers.computeIfAbsent(resolutionId, id -> new LinkedHashSet<>()).add(subscriber);
  }

  void unsubscribe(String resolutionId, Consumer<JsonObject> subscriber) {
    Set<Consumer<JsonObject>> others = subscribers.get(resolutionId);
    if (others != null && others.remove(subscriber) && others.isEmpty()) {
      subscribers.remove(resolutionId);
    }
  }

  /** Whatever it is: whoever is on the event bus may publish. */
  private void onEvent(Message<Object> message) {
    if (subscribers.isEmpty()
        || !(message.body() instanceof JsonObject event)
        || !PROGRESS.equals(event.getValue("type"))
        || !(event.getValue("resolution") instanceof JsonObject resolution)) {
      return;
    }
    Set<Consumer<JsonObject>> interested =
        subscribers.get(resolution.getString("resolutionId", ""));
    if (interested != null) {
      // A subscriber unsubscribes when the resolution is done, which modifies the set.
      List.copyOf(interested).forEach(subscriber -> subscriber.accept(resolution));
    }
  }
}
