package io.spillway.fuzz;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the observed state of a node with the expected one, and with an earlier observation. */
final class StateOracle {
  private static final String TERMINATED = "AUTOMATION_EXECUTION_STATE_TERMINATE";

  private StateOracle() {}

  /** The contradictions; empty if there are none. */
  static List<String> problems(ObservedState shown, ExpectedState expected) {
    List<String> problems = new ArrayList<>();
    executions(shown, expected, problems);
    for (String id : expected.terminated) {
      ObservedState.Execution execution = shown.executions().get(id);
      if (execution == null || !execution.state().equals(TERMINATED)) {
        problems.add("execution " + id + " was terminated, and is shown as " + execution);
      }
    }
    shown
        .automations()
        .forEach((id, view) -> automation(id, view, pausedOf(shown, id), expected, problems));
    return problems;
  }

  private static void executions(
      ObservedState shown, ExpectedState expected, List<String> problems) {
    Map<String, Set<String>> found = new TreeMap<>();
    shown
        .executions()
        .forEach(
            (id, execution) ->
                found.computeIfAbsent(execution.automationId(), none -> new TreeSet<>()).add(id));
    for (String automation : expected.automations) {
      Set<String> acknowledged = expected.executions.getOrDefault(automation, Set.of());
      Set<String> there = found.getOrDefault(automation, Set.of());
      if (!acknowledged.equals(there)) {
        Set<String> missing = new TreeSet<>(acknowledged);
        missing.removeAll(there);
        Set<String> extra = new TreeSet<>(there);
        extra.removeAll(acknowledged);
        problems.add(
            "automation %s: executions missing %s, never acknowledged %s"
                .formatted(automation, missing, extra));
      }
    }
  }

  private static long pausedOf(ObservedState shown, String automation) {
    return shown.executions().values().stream()
        .filter(execution -> execution.automationId().equals(automation) && execution.isPaused())
        .count();
  }

  private static void automation(
      String id,
      ObservedState.View view,
      long paused,
      ExpectedState expected,
      List<String> problems) {
    JsonObject breaker = view.breaker();
    equal(id + ": pausedCount of the breaker", breaker.getLong("pausedCount"), paused, problems);
    equal(id + ": paused executions that a search finds", (long) view.paused(), paused, problems);
    for (String member : List.of("circuitBreakerMax", "circuitBreakerPeriod", "circuitBreaker")) {
      equal(
          id + ": " + member + " of the breaker",
          String.valueOf(breaker.getValue(member)),
          String.valueOf(view.automation().getValue(member)),
          problems);
    }
    equal(
        id + ": tripped",
        breaker.getBoolean("tripped"),
        view.automation().getValue("circuitBreaker") != null,
        problems);
    long resolved = 0;
    Set<String> inBackground = new TreeSet<>(expected.inBackground.getOrDefault(id, Set.of()));
    for (JsonObject resolution : view.resolutions()) {
      equal(id + ": state of a resolution", resolution.getString("state"), "DONE", problems);
      if (!inBackground.remove(String.valueOf(resolution.getString("resolutionId")))) {
        resolved += resolution.getLong("pausedCount");
      }
    }
    equal(
        id + ": resolutions that were acknowledged and are not there",
        inBackground,
        Set.of(),
        problems);
    equal(
        id + ": executions that its resolutions moved",
        resolved,
        expected.resolved.getOrDefault(id, 0L),
        problems);
  }

  /** The differences between two observations; empty if there are none. */
  static List<String> differences(ObservedState before, ObservedState after) {
    List<String> problems = new ArrayList<>();
    Set<String> ids = new TreeSet<>(before.executions().keySet());
    ids.addAll(after.executions().keySet());
    for (String id : ids) {
      equal(
          "execution " + id + " after the restart",
          String.valueOf(after.executions().get(id)),
          String.valueOf(before.executions().get(id)),
          problems);
    }
    before
        .automations()
        .forEach(
            (id, view) ->
                equal(
                    "automation " + id + " after the restart",
                    String.valueOf(after.automations().get(id)),
                    String.valueOf(view),
                    problems));
    return problems;
  }

  private static void equal(String what, Object shown, Object expected, List<String> problems) {
    if (!expected.equals(shown)) {
      problems.add(what + " is " + shown + ", expected is " + expected);
    }
  }
}
