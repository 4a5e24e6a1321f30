package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.ONE_TRUTH;

import io.spillway.chaos.history.AuditRow;
import io.spillway.chaos.history.Counts;
import io.spillway.chaos.history.NodeView;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StateSnapshot;
import io.spillway.chaos.history.StoredExecution;
import io.spillway.chaos.history.StoredResolution;
import io.spillway.domain.execution.ExecutionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Compares the view of each node with the database. */
final class ConsistentViews implements Rule {
  @Override
  public List<Violation> check(RunHistory history) {
    StateSnapshot last = history.last();
    Map<Long, ExecutionState> states = new HashMap<>();
    for (StoredExecution execution : last.executions()) {
      states.put(execution.id(), execution.state());
    }
    Map<String, Long> paused = new HashMap<>();
    history.automations().forEach(automation -> paused.put(automation.id(), 0L));
    last.executions().stream()
        .filter(StoredExecution::isPaused)
        .forEach(execution -> paused.merge(execution.automationId(), 1L, Long::sum));
    Map<String, Counts> counts = new HashMap<>();
    for (StoredResolution resolution : last.resolutions()) {
      counts.put(resolution.id(), resolution.counts());
    }
    List<Violation> found = new ArrayList<>();
    last.stored()
        .contradictions()
        .forEach(what -> found.add(Violation.of(ONE_TRUTH, what, "these rows of the database")));
    for (NodeView view : last.views()) {
      compare(view, "execution", states, view.states(), found);
      compare(view, "the paused executions of", paused, view.paused(), found);
      compare(view, "the counts of resolution", counts, view.resolutions(), found);
      compare(view, "audit row", numbered(last.audit()), numbered(view.audit()), found);
      view.shownTwice()
          .forEach(
              id -> found.add(violation(view, "shows execution " + id + " twice in one list")));
    }
    return found;
  }

  private static Map<Integer, AuditRow> numbered(List<AuditRow> rows) {
    Map<Integer, AuditRow> numbered = new HashMap<>();
    rows.forEach(row -> numbered.put(numbered.size() + 1, row));
    return numbered;
  }

  private static <K extends Comparable<K>, V> void compare(
      NodeView view, String what, Map<K, V> stored, Map<K, V> shown, List<Violation> found) {
    TreeSet<K> keys = new TreeSet<>(stored.keySet());
    keys.addAll(shown.keySet());
    for (K key : keys) {
      if (!Objects.equals(stored.get(key), shown.get(key))) {
        found.add(
            violation(
                view,
                "shows %s %s as %s, the database has %s"
                    .formatted(what, key, shown.get(key), stored.get(key))));
      }
    }
  }

  private static Violation violation(NodeView view, String what) {
    return Violation.of(
        ONE_TRUTH,
        "node " + view.node() + " " + what,
        "what this node and the owner keep in memory");
  }
}
