package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.EXACT_COUNTS;
import static io.spillway.chaos.check.Invariant.FORWARD_ONLY;

import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Resolution;
import io.spillway.it.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the executions that each resolution moved. Since each execution is moved by one at most,
 * the sum over all of them is what left the paused state by resolution.
 */
final class ExactCounts implements Rule {
  @Override
  public List<Violation> check(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    for (Member member : evidence.members()) {
      Departures departures = Departures.of(evidence, member);
      for (Resolution resolution : evidence.resolutionsOf(member)) {
        Departures.Range moved = departures.movedBy(resolution);
        if (!moved.contains(resolution.counts().paused())) {
          found.add(
              Violation.of(
                  EXACT_COUNTS,
                  "resolution %s of %s counts %s, but moved %s executions"
                      .formatted(resolution.id(), member, resolution.counts(), moved),
                  resolution.startedAt(),
                  "segments whose executions were updated at the start of the resolution"));
        }
      }
      departures
          .unexplained()
          .forEach(
              execution ->
                  found.add(
                      Violation.of(
                          FORWARD_ONLY,
                          execution + " is held no more, but no decision bears its time",
                          "segment " + execution.id() / 1024 + ", and who wrote it last")));
    }
    return found;
  }
}
