package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.EXACT_COUNTS;
import static io.spillway.chaos.check.Invariant.FORWARD_ONLY;

import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StoredResolution;
import io.spillway.harness.TestAutomation;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the executions that each resolution moved. Since each execution is moved by one at most,
 * the sum over all of them is what left the paused state by resolution.
 */
final class ExactCounts implements Rule {
  @Override
  public List<Violation> check(RunHistory history) {
    List<Violation> found = new ArrayList<>();
    for (TestAutomation automation : history.automations()) {
      MoveAttribution attribution = MoveAttribution.of(history, automation);
      for (StoredResolution resolution : history.resolutionsOf(automation)) {
        MoveAttribution.Range moved = attribution.movedBy(resolution);
        if (!moved.contains(resolution.counts().paused())) {
          found.add(
              Violation.of(
                  EXACT_COUNTS,
                  "resolution %s of %s counts %s, but moved %s executions"
                      .formatted(resolution.id(), automation, resolution.counts(), moved),
                  resolution.startedAt(),
                  "segments whose executions were updated at the start of the resolution"));
        }
      }
      attribution
          .unexplained()
          .forEach(
              execution ->
                  found.add(
                      Violation.of(
                          FORWARD_ONLY,
                          execution + " is no longer paused, but no resolution has its update time",
                          "segment " + execution.id() / 1024 + ", and who wrote it last")));
    }
    return found;
  }
}
