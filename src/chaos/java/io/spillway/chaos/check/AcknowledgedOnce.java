package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.ACKNOWLEDGED_ONCE;

import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StoredExecution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks up the execution of every trigger that was answered. */
final class AcknowledgedOnce implements Rule {
  @Override
  public List<Violation> check(RunHistory history) {
    List<Violation> found = new ArrayList<>();
    Map<Long, StoredExecution> byId = new HashMap<>();
    for (StoredExecution execution : history.last().executions()) {
      if (byId.put(execution.id(), execution) != null) {
        found.add(
            Violation.of(
                ACKNOWLEDGED_ONCE,
                "execution " + execution.id() + " is in the database twice",
                "fact_block and segment of this id"));
      }
    }
    Map<Long, ClientOperation> acknowledged = new HashMap<>();
    history
        .operations(ClientCall.Kind.TRIGGER)
        .filter(ClientOperation::isDone)
        .forEach(
            trigger -> {
              ClientOperation earlier = acknowledged.put(trigger.executionId(), trigger);
              if (earlier != null) {
                found.add(toldTwice(trigger, earlier));
              }
              check(trigger, byId, found);
            });
    return found;
  }

  private static Violation toldTwice(ClientOperation trigger, ClientOperation earlier) {
    return Violation.of(
        ACKNOWLEDGED_ONCE,
        "execution " + trigger.executionId() + " was answered to " + trigger + " and to " + earlier,
        trigger.answered(),
        "who owned the automation then, and where its segment ids came from");
  }

  private static void check(
      ClientOperation trigger, Map<Long, StoredExecution> byId, List<Violation> found) {
    StoredExecution execution = byId.get(trigger.executionId());
    if (execution == null) {
      found.add(
          Violation.of(
              ACKNOWLEDGED_ONCE,
              "execution " + trigger.executionId() + " is lost; it was answered to " + trigger,
              trigger.answered(),
              "the logs of nodes and database at that time"));
    } else if (!execution.marker().equals(trigger.call().key())
        || !execution.automationId().equals(trigger.call().automationId())) {
      found.add(
          Violation.of(
              ACKNOWLEDGED_ONCE,
              execution + " is not the one that was answered to " + trigger,
              trigger.answered(),
              "who owned the automation then"));
    }
  }
}
