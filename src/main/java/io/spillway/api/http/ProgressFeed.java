package io.spillway.api.http;

import io.spillway.engine.event.EventBusAddresses;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells the streams of one server instance how resolutions go on. One consumer on the event bus for
 * all of them, since each consumer is announced to the whole cluster. Owned by one event loop.
 */
public final class ProgressFeed {
  private static final String PROGRESS = "resolution.progress";

  private final EventBus bus;
  private final Map<String, Set<Consumer<JsonObject>>> watchers = new HashMap<>();

  public ProgressFeed(EventBus bus) {
    this.bus = bus;
  }

  /** Begins to listen; it ends with the verticle. */
  public Future<Void> start() {
    return bus.<JsonObject>consumer(EventBusAddresses.EVENTS, this::onEvent).completion();
  }

  /** Hands every state of this resolution to {@code watcher}, as the API has it. */
  void watch(String resolutionId, Consumer<JsonObject> watcher) {
    watchers.computeIfAbsent(resolutionId, id -> new LinkedHashSet<>()).add(watcher);
  }

  void unwatch(String resolutionId, Consumer<JsonObject> watcher) {
    Set<Consumer<JsonObject>> others = watchers.get(resolutionId);
    if (others != null && others.remove(watcher) && others.isEmpty()) {
      watchers.remove(resolutionId);
    }
  }

  private void onEvent(Message<JsonObject> message) {
    JsonObject event = message.body();
    if (watchers.isEmpty() || !PROGRESS.equals(event.getString("type"))) {
      return;
    }
    JsonObject resolution = event.getJsonObject("resolution");
    if (resolution == null) {
      return;
    }
    Set<Consumer<JsonObject>> interested = watchers.get(resolution.getString("resolutionId"));
    if (interested != null) {
      // A watcher that sees the end leaves while the others are told.
      List.copyOf(interested).forEach(watcher -> watcher.accept(resolution));
    }
  }
}
