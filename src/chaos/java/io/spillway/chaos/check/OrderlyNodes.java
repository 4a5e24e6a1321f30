package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.ORDERLY_NODES;

import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.ProcessExit;
import io.spillway.chaos.history.RunHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Nodes end with 0 and in time when asked, never by themselves, and answer what clients know. */
final class OrderlyNodes implements Rule {
  static final Duration END_LIMIT = Duration.ofSeconds(30);

  /** Success, too many requests, not now; 0 is no answer. */
  private static final Set<Integer> EXPECTED = Set.of(0, 200, 429, 503);

  @Override
  public List<Violation> check(RunHistory history) {
    List<Violation> found = new ArrayList<>();
    history.timeline().exits().forEach(exit -> check(exit, found));
    history
        .timeline()
        .anomalies()
        .forEach(
            anomaly ->
                found.add(
                    Violation.of(ORDERLY_NODES, anomaly.what(), anomaly.at(), anomaly.lookAt())));
    history.operations().stream()
        .filter(operation -> !EXPECTED.contains(operation.reply().status()))
        .forEach(operation -> found.add(unexpected(operation)));
    return found;
  }

  private static void check(ProcessExit exit, List<Violation> found) {
    String log = "the log of node " + exit.node();
    if (!exit.asked()) {
      found.add(
          Violation.of(
              ORDERLY_NODES,
              "node " + exit.node() + " ended by itself with exit code " + exit.exitCode(),
              exit.at(),
              log));
    } else if (exit.exitCode() != 0 || exit.took().compareTo(END_LIMIT) >= 0) {
      found.add(
          Violation.of(
              ORDERLY_NODES,
              "node %d was asked to end and did so after %s with exit code %d"
                  .formatted(exit.node(), exit.took(), exit.exitCode()),
              exit.at(),
              log));
    }
  }

  private static Violation unexpected(ClientOperation operation) {
    return Violation.of(
        ORDERLY_NODES,
        operation + " " + operation.reply().text(),
        operation.answered(),
        "the log of node " + operation.call().node());
  }
}
