package io.spillway.chaos;

import io.spillway.chaos.deployment.Database;
import io.spillway.chaos.history.AuditRow;
import io.spillway.chaos.history.Counts;
import io.spillway.chaos.history.Journal;
import io.spillway.chaos.history.NodeView;
import io.spillway.chaos.history.StateSnapshot;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ExecutionRow;
import io.spillway.harness.TestAutomation;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Reads the whole state while the cluster is idle: the database, and the view of each node.
 *
 * @param nodes by their numbers
 * @param automations the automations under test
 * @param database of the nodes
 * @param journal records what does not become idle
 */
record SnapshotReader(
    Map<Integer, ApiCalls> nodes,
    List<TestAutomation> automations,
    Database database,
    Journal journal) {
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  /** A node's view of an automation. */
  private record NodeAutomation(int node, TestAutomation automation) {}

  /** Waits until no node reports a running resolution. */
  void awaitIdle() {
    Set<NodeAutomation> unfinished = new LinkedHashSet<>();
    nodes
        .keySet()
        .forEach(node -> automations.forEach(m -> unfinished.add(new NodeAutomation(node, m))));
    try {
      Awaitility.await()
          .atMost(IDLE_LIMIT)
          .pollInterval(POLL_INTERVAL)
          .pollDelay(Duration.ZERO)
          .until(
              () -> {
                unfinished.removeIf(this::isIdle);
                return unfinished.isEmpty();
              });
    } catch (ConditionTimeoutException e) {
      journal.anomaly(
          "not idle after %s: %s".formatted(IDLE_LIMIT, unfinished),
          "the owners of these automations, and table resolution");
    }
  }

  private boolean isIdle(NodeAutomation pair) {
    try {
      ApiResponse breaker =
          Objects.requireNonNull(nodes.get(pair.node)).breaker(pair.automation.id());
      return breaker.isOk() && !breaker.json().containsKey("running");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Reads the state. */
  StateSnapshot take() {
    Instant at = journal.now();
    List<NodeView> views = new ArrayList<>();
    new TreeMap<>(nodes)
        .forEach(
            (number, node) -> {
              try {
                views.add(view(number, node));
              } catch (UncheckedIOException | AssertionError e) {
                journal.anomaly(
                    "node " + number + " does not show everything: " + e.getMessage(),
                    "the log of node " + number);
              }
            });
    try {
      return database.snapshot(at, views);
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be read in the end", e);
    }
  }

  private NodeView view(int number, ApiCalls node) {
    Map<Long, ExecutionState> states = new HashMap<>();
    Map<String, Long> paused = new HashMap<>();
    List<Long> twice = new ArrayList<>();
    Map<String, Counts> resolutions = new HashMap<>();
    for (TestAutomation automation : automations) {
      paused.put(automation.id(), node.breaker(automation.id()).ok().getLong("pausedCount"));
      for (ExecutionRow row : node.executions(automation.id())) {
        if (states.put(row.id(), ExecutionState.valueOf(row.state())) != null) {
          twice.add(row.id());
        }
      }
      for (JsonObject row : node.resolutions(automation.id())) {
        resolutions.put(row.getString("resolutionId"), Counts.of(row));
      }
    }
    return new NodeView(number, states, paused, twice, resolutions, audit(node));
  }

  private static List<AuditRow> audit(ApiCalls node) {
    return node.events().stream()
        .map(
            event ->
                AuditRow.of(
                    event.getString("event"),
                    event.getString("automationId", ""),
                    Instant.ofEpochMilli(event.getLong("time")),
                    event))
        .filter(row -> row.isResolution() || row.isTermination() || row.isClear())
        .toList();
  }
}
