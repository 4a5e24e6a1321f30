package io.spillway.demo;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Fires many triggers at one automation over {@value #CONNECTIONS} connections. */
final class TriggerBurst {
  static final int CONNECTIONS = 64;

  private final ApiClient api;
  private final String executePath;
  private final SampleEvents events;

  TriggerBurst(ApiClient api, String executePath, SampleEvents events) {
    this.api = api;
    this.executePath = executePath;
    this.events = events;
  }

  /**
   * Fires {@code count} triggers.
   *
   * @return the distinct execution ids in the responses
   */
  Set<String> fire(int count) throws InterruptedException {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    AtomicInteger next = new AtomicInteger();
    Callable<Void> sender =
        () -> {
          for (int trigger = next.getAndIncrement();
              trigger < count;
              trigger = next.getAndIncrement()) {
            ids.add(fireOne(events.of(trigger)));
          }
          return null;
        };
    ExecutorService senders = Executors.newFixedThreadPool(Math.min(CONNECTIONS, count));
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < Math.min(CONNECTIONS, count); i++) {
        running.add(senders.submit(sender));
      }
      for (Future<Void> one : running) {
        one.get();
      }
      return ids;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof DemoException failure
          ? failure
          : new DemoException("a trigger could not be fired: " + e.getCause(), e);
    } finally {
      senders.shutdownNow();
    }
  }

  private String fireOne(JsonObject event) throws InterruptedException {
    JsonObject body = new JsonObject().put("context", new JsonObject().put("context", event));
    String id = api.post(executePath, body).getString("executionId");
    if (id == null) {
      throw new DemoException("a trigger was answered without an executionId");
    }
    return id;
  }
}
