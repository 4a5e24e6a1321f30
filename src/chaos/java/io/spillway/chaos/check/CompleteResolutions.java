package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.WHOLE_OR_NOT_AT_ALL;

import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StoredResolution;
import io.spillway.harness.TestAutomation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A resolution was recorded once for its call, went to its end, and left nothing it covers. */
final class CompleteResolutions implements Rule {
  @Override
  public List<Violation> check(RunHistory history) {
    List<Violation> found = new ArrayList<>();
    Map<String, ClientOperation> calls = new HashMap<>();
    history.operations().stream()
        .filter(operation -> operation.call().kind().isResolve())
        .forEach(call -> calls.put(call.call().key(), call));
    Map<String, StoredResolution> byReason = new HashMap<>();
    for (StoredResolution resolution : history.last().resolutions()) {
      ClientOperation call = calls.get(resolution.order().reason());
      StoredResolution other = byReason.put(resolution.order().reason(), resolution);
      if (call == null || !call.mayBeDone()) {
        found.add(violation(resolution, "was recorded without a call, or for a refused one"));
      } else if (other != null) {
        found.add(violation(resolution, "and " + other + " come from one call, " + call));
      }
      if (resolution.finishedAt().isEmpty()) {
        found.add(violation(resolution, "was never finished"));
      }
    }
    history.automations().forEach(automation -> checkLeft(history, automation, found));
    return found;
  }

  private static void checkLeft(
      RunHistory history, TestAutomation automation, List<Violation> found) {
    List<StoredResolution> resolutions = history.resolutionsOf(automation);
    if (resolutions.isEmpty()) {
      return;
    }
    StoredResolution latest = resolutions.get(resolutions.size() - 1);
    long left =
        history.executionsOf(automation).stream()
            .filter(execution -> execution.isPaused() && latest.covers(execution))
            .count();
    if (left > latest.counts().errored()) {
      found.add(
          violation(
              latest,
              "left %d executions paused but counts %d as errored"
                  .formatted(left, latest.counts().errored())));
    }
  }

  private static Violation violation(StoredResolution resolution, String what) {
    return Violation.of(
        WHOLE_OR_NOT_AT_ALL,
        resolution + " " + what,
        resolution.startedAt(),
        "who owned the automation then, and who after it");
  }
}
