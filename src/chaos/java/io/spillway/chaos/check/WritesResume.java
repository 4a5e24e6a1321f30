package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.WRITES_RESUME;

import io.spillway.chaos.evidence.Call;
import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Operation;
import io.spillway.chaos.evidence.Recovery;
import io.spillway.it.Member;
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
  private record Way(int node, String automationId) {}

  @Override
  public List<Violation> check(Evidence evidence) {
    List<Operation> triggers =
        evidence.operations(Call.Kind.TRIGGER).filter(Operation::isDone).toList();
    List<Violation> found = new ArrayList<>();
    for (Recovery recovery : evidence.timeline().recoveries()) {
      Set<Way> open = new HashSet<>();
      triggers.stream()
          .filter(trigger -> !trigger.sent().isBefore(recovery.from()))
          .filter(trigger -> !trigger.answered().isAfter(recovery.until()))
          .forEach(
              trigger -> open.add(new Way(trigger.call().node(), trigger.call().automationId())));
      for (int node : new TreeSet<>(recovery.nodes())) {
        List<Member> closed =
            evidence.members().stream()
                .filter(member -> !open.contains(new Way(node, member.id())))
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
