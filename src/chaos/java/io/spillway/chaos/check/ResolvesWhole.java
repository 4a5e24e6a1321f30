package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.WHOLE_OR_NOT_AT_ALL;

import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Operation;
import io.spillway.chaos.evidence.Resolution;
import io.spillway.it.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A resolution was recorded once for its call, went to its end, and left nothing it covers. */
final class ResolvesWhole implements Rule {
  @Override
  public List<Violation> check(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    Map<String, Operation> calls = new HashMap<>();
    evidence.operations().stream()
        .filter(operation -> operation.call().kind().isResolve())
        .forEach(call -> calls.put(call.call().key(), call));
    Map<String, Resolution> byReason = new HashMap<>();
    for (Resolution resolution : evidence.last().resolutions()) {
      Operation call = calls.get(resolution.order().reason());
      Resolution other = byReason.put(resolution.order().reason(), resolution);
      if (call == null || !call.mayBeDone()) {
        found.add(violation(resolution, "was recorded although nobody asked or it was refused"));
      } else if (other != null) {
        found.add(violation(resolution, "and " + other + " come from one call, " + call));
      }
      if (resolution.finishedAt().isEmpty()) {
        found.add(violation(resolution, "was never finished"));
      }
    }
    evidence.members().forEach(member -> checkLeft(evidence, member, found));
    return found;
  }

  private static void checkLeft(Evidence evidence, Member member, List<Violation> found) {
    List<Resolution> resolutions = evidence.resolutionsOf(member);
    if (resolutions.isEmpty()) {
      return;
    }
    Resolution latest = resolutions.get(resolutions.size() - 1);
    long left =
        evidence.executionsOf(member).stream()
            .filter(execution -> execution.isPaused() && latest.covers(execution))
            .count();
    if (left > latest.counts().errored()) {
      found.add(
          violation(
              latest,
              "left %d executions paused and tells of %d that it could not move"
                  .formatted(left, latest.counts().errored())));
    }
  }

  private static Violation violation(Resolution resolution, String what) {
    return Violation.of(
        WHOLE_OR_NOT_AT_ALL,
        resolution + " " + what,
        resolution.startedAt(),
        "who owned the automation then, and who after it");
  }
}
