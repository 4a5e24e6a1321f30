package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.ACKNOWLEDGED_ONCE;
import static io.spillway.chaos.check.Invariant.WHOLE_OR_NOT_AT_ALL;

import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StoredExecution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for the trigger behind every execution. Each marker is sent once, so that of the executions
 * that are accepted, no fewer are there than were acknowledged, and no more than those and the ones
 * without a reply.
 */
final class MarkersOnce implements Rule {
  @Override
  public List<Violation> check(RunHistory history) {
    Map<String, ClientOperation> triggers = new HashMap<>();
    history
        .operations(ClientCall.Kind.TRIGGER)
        .forEach(trigger -> triggers.put(trigger.call().key(), trigger));
    List<Violation> found = new ArrayList<>();
    Map<String, StoredExecution> byMarker = new HashMap<>();
    for (StoredExecution execution : history.last().executions()) {
      ClientOperation trigger = triggers.get(execution.marker());
      StoredExecution other = byMarker.put(execution.marker(), execution);
      if (trigger == null) {
        found.add(
            Violation.of(
                ACKNOWLEDGED_ONCE,
                execution + " has a marker that no trigger had",
                "its fact_block: the context"));
      } else if (other != null) {
        found.add(
            Violation.of(
                WHOLE_OR_NOT_AT_ALL,
                "executions "
                    + other.id()
                    + " and "
                    + execution.id()
                    + " both come from "
                    + trigger,
                trigger.sent(),
                "a request that was sent again within the cluster"));
      } else if (!trigger.mayBeDone()) {
        found.add(
            Violation.of(
                ACKNOWLEDGED_ONCE,
                "execution " + execution.id() + " exists although it was refused: " + trigger,
                trigger.answered(),
                "what the node that was asked logged then"));
      }
    }
    return found;
  }
}
