package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.ORDERLY_NODES;

import io.spillway.chaos.evidence.Ending;
import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Operation;
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
  public List<Violation> check(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    evidence.timeline().endings().forEach(ending -> check(ending, found));
    evidence
        .timeline()
        .troubles()
        .forEach(
            trouble ->
                found.add(
                    Violation.of(ORDERLY_NODES, trouble.what(), trouble.at(), trouble.lookAt())));
    evidence.operations().stream()
        .filter(operation -> !EXPECTED.contains(operation.reply().status()))
        .forEach(operation -> found.add(unexpected(operation)));
    return found;
  }

  private static void check(Ending ending, List<Violation> found) {
    String log = "the log of node " + ending.node();
    if (!ending.asked()) {
      found.add(
          Violation.of(
              ORDERLY_NODES,
              "node " + ending.node() + " ended by itself with exit code " + ending.exitCode(),
              ending.at(),
              log));
    } else if (ending.exitCode() != 0 || ending.took().compareTo(END_LIMIT) >= 0) {
      found.add(
          Violation.of(
              ORDERLY_NODES,
              "node %d was asked to end and did so after %s with exit code %d"
                  .formatted(ending.node(), ending.took(), ending.exitCode()),
              ending.at(),
              log));
    }
  }

  private static Violation unexpected(Operation operation) {
    return Violation.of(
        ORDERLY_NODES,
        operation + " " + operation.reply().text(),
        operation.answered(),
        "the log of node " + operation.call().node());
  }
}
