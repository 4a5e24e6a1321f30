package io.spillway.chaos;

import io.spillway.chaos.evidence.AuditRow;
import io.spillway.chaos.evidence.Counts;
import io.spillway.chaos.evidence.Journal;
import io.spillway.chaos.evidence.NodeView;
import io.spillway.chaos.evidence.Snapshot;
import io.spillway.chaos.site.Database;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.it.Answer;
import io.spillway.it.ExecutionRow;
import io.spillway.it.Member;
import io.spillway.it.Operations;
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
 * Looks at everything while nothing goes on: at the database, and at what each node shows.
 *
 * @param nodes by their numbers
 * @param members the automations under test
 * @param database of the nodes
 * @param journal takes down what does not come to rest
 */
record Survey(
    Map<Integer, Operations> nodes, List<Member> members, Database database, Journal journal) {
  private static final Duration REST_LIMIT = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofMillis(500);

  /** Where something may still go on. */
  private record Corner(int node, Member member) {}

  /** Waits until no node shows a resolution that runs. */
  void awaitRest() {
    Set<Corner> restless = new LinkedHashSet<>();
    nodes.keySet().forEach(node -> members.forEach(m -> restless.add(new Corner(node, m))));
    try {
      Awaitility.await()
          .atMost(REST_LIMIT)
          .pollInterval(GLANCE)
          .pollDelay(Duration.ZERO)
          .until(
              () -> {
                restless.removeIf(this::isAtRest);
                return restless.isEmpty();
              });
    } catch (ConditionTimeoutException e) {
      journal.trouble(
          "not at rest after %s: %s".formatted(REST_LIMIT, restless),
          "the owners of these automations, and table resolution");
    }
  }

  private boolean isAtRest(Corner corner) {
    try {
      Answer breaker = Objects.requireNonNull(nodes.get(corner.node)).breaker(corner.member.id());
      return breaker.isOk() && !breaker.json().containsKey("running");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Takes down what is there. */
  Snapshot take() {
    Instant at = journal.now();
    List<NodeView> views = new ArrayList<>();
    new TreeMap<>(nodes)
        .forEach(
            (number, node) -> {
              try {
                views.add(view(number, node));
              } catch (UncheckedIOException | AssertionError e) {
                journal.trouble(
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

  private NodeView view(int number, Operations node) {
    Map<Long, ExecutionState> states = new HashMap<>();
    Map<String, Long> paused = new HashMap<>();
    List<Long> twice = new ArrayList<>();
    Map<String, Counts> resolutions = new HashMap<>();
    for (Member member : members) {
      paused.put(member.id(), node.breaker(member.id()).ok().getLong("pausedCount"));
      for (ExecutionRow row : node.executions(member.id())) {
        if (states.put(row.id(), ExecutionState.valueOf(row.state())) != null) {
          twice.add(row.id());
        }
      }
      for (JsonObject row : node.resolutions(member.id())) {
        resolutions.put(row.getString("resolutionId"), Counts.of(row));
      }
    }
    return new NodeView(number, states, paused, twice, resolutions, audit(node));
  }

  private static List<AuditRow> audit(Operations node) {
    return node.events().stream()
        .map(
            event ->
                AuditRow.of(
                    event.getString("event"),
                    event.getString("automationId", ""),
                    Instant.ofEpochMilli(event.getLong("time")),
                    event))
        .filter(row -> row.tellsOfResolution() || row.tellsOfTermination() || row.tellsOfClear())
        .toList();
  }
}
