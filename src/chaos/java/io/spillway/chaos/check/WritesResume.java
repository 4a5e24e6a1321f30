package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.WRITES_RESUME;

import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.Recovery;
import io.spillway.chaos.history.RunHistory;
import io.spillway.harness.TestAutomation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * After each fault every surviving node takes a trigger for every automation: one that was sent
 * when the fault was over, and answered within the limit.
 */
final class WritesResume implements Rule {
  private record NodeAutomation(int node, String automationId) {}

  @Override
  public List<Violation> check(RunHistory history) {
    List<ClientOperation> triggers =
        history.operations(ClientCall.Kind.TRIGGER).filter(ClientOperation::isDone).toList();
    List<Violation> found = new ArrayList<>();
    for (Recovery recovery : history.timeline().recoveries()) {
      Set<NodeAutomation> open = new HashSet<>();
      triggers.stream()
          .filter(trigger -> !trigger.sent().isBefore(recovery.from()))
          .filter(trigger -> !trigger.answered().isAfter(recovery.until()))
          .forEach(
              trigger ->
                  open.add(
                      new NodeAutomation(trigger.call().node(), trigger.call().automationId())));
      for (int node : new TreeSet<>(recovery.nodes())) {
        List<TestAutomation> closed =
            history.automations().stream()
                .filter(automation -> !open.contains(new NodeAutomation(node, automation.id())))
                .toList();
        if (!closed.isEmpty()) {
          found.add(
              Violation.of(
                  WRITES_RESUME,
                  "%s: within %s node %d took no trigger for %s"
                      .formatted(recovery.fault(), recovery.limit(), node, closed),
                  recovery.from(),
                  "the log of node " + node + " and of the owners from then on"));
        }
      }
    }
    return found;
  }
}
