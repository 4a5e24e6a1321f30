package io.spillway.chaos.load;

import io.spillway.chaos.history.ClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Acknowledged executions, to be read and terminated. Thread-safe. */
final class KnownExecutions {
  private static final int LATEST = 50;

  private final Map<String, List<Long>> byAutomation = new ConcurrentHashMap<>();

  /** An execution that was acknowledged. */
  record Acknowledged(long id, String automationId) {
    ClientCall call(String client, int node, ClientCall.Kind kind) {
      return new ClientCall(client, node, kind, automationId, Long.toString(id));
    }
  }

  void add(Acknowledged execution) {
    List<Long> ids =
        byAutomation.computeIfAbsent(execution.automationId(), automation -> new ArrayList<>());
    synchronized (ids) {
      ids.add(execution.id());
    }
  }

  /** One of an automation's, half the time a late one; the same one may come again. */
  Optional<Acknowledged> any(String automationId, Random random) {
    List<Long> ids = byAutomation.getOrDefault(automationId, List.of());
    synchronized (ids) {
      if (ids.isEmpty()) {
        return Optional.empty();
      }
      int from = random.nextBoolean() ? Math.max(0, ids.size() - LATEST) : 0;
      long id = ids.get(from + random.nextInt(ids.size() - from));
      return Optional.of(new Acknowledged(id, automationId));
    }
  }
}
