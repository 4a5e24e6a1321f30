package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.EXACT_COUNTS;

import io.spillway.chaos.history.AuditRow;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.Counts;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StoredResolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every resolution has one audit row; row, resolution and reply have the same values. */
final class OneAuditRow implements Rule {
  private static final String WHERE = "audit_event and resolution";

  @Override
  public List<Violation> check(RunHistory history) {
    List<Violation> found = new ArrayList<>();
    Map<String, List<AuditRow>> rows =
        history.last().audit().stream()
            .filter(AuditRow::isResolution)
            .collect(Collectors.groupingBy(AuditRow::subject));
    Map<String, Counts> byReason = new HashMap<>();
    for (StoredResolution resolution : history.last().resolutions()) {
      List<AuditRow> ofIt = rows.getOrDefault(resolution.id(), List.of());
      rows.remove(resolution.id());
      byReason.put(resolution.order().reason(), resolution.counts());
      if (ofIt.size() != 1) {
        found.add(
            Violation.of(
                EXACT_COUNTS,
                resolution + " has " + ofIt.size() + " audit rows: " + ofIt,
                resolution.startedAt(),
                WHERE));
      } else if (!tellsTheSame(ofIt.get(0), resolution)) {
        found.add(
            Violation.of(
                EXACT_COUNTS,
                ofIt.get(0) + " contradicts " + resolution,
                resolution.startedAt(),
                WHERE));
      }
    }
    rows.forEach(
        (id, alone) -> found.add(Violation.of(EXACT_COUNTS, alone + " have no resolution", WHERE)));
    checkTerminations(history, found);
    checkAnswers(history, byReason, found);
    return found;
  }

  private static boolean tellsTheSame(AuditRow row, StoredResolution resolution) {
    return row.counts().equals(resolution.counts())
        && row.reason().equals(resolution.order().reason())
        && row.automationId().equals(resolution.automationId())
        && row.event().equals(resolution.order().run() ? "paused_run" : "paused_cancelled");
  }

  private static void checkTerminations(RunHistory history, List<Violation> found) {
    history.last().audit().stream()
        .filter(AuditRow::isTermination)
        .collect(Collectors.groupingBy(AuditRow::subject))
        .values()
        .stream()
        .filter(ofIt -> ofIt.size() > 1)
        .forEach(
            ofIt ->
                found.add(Violation.of(EXACT_COUNTS, "terminated more than once: " + ofIt, WHERE)));
  }

  private static void checkAnswers(
      RunHistory history, Map<String, Counts> byReason, List<Violation> found) {
    history.operations().stream()
        .filter(operation -> operation.call().kind().isResolve())
        .filter(ClientOperation::isDone)
        .filter(call -> !call.counts().equals(byReason.get(call.call().key())))
        .forEach(
            call ->
                found.add(
                    Violation.of(
                        EXACT_COUNTS,
                        "answered %s, recorded %s: %s"
                            .formatted(call.counts(), byReason.get(call.call().key()), call),
                        call.answered(),
                        WHERE)));
  }
}
