package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.EXACT_COUNTS;

import io.spillway.chaos.evidence.AuditRow;
import io.spillway.chaos.evidence.Counts;
import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Operation;
import io.spillway.chaos.evidence.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every resolution has one audit row, and row, resolution and answer tell the same. */
final class OneAuditRow implements Rule {
  private static final String WHERE = "audit_event and resolution";

  @Override
  public List<Violation> check(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    Map<String, List<AuditRow>> rows =
        evidence.last().audit().stream()
            .filter(AuditRow::tellsOfResolution)
            .collect(Collectors.groupingBy(AuditRow::subject));
    Map<String, Counts> byReason = new HashMap<>();
    for (Resolution resolution : evidence.last().resolutions()) {
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
                ofIt.get(0) + " tells something else than " + resolution,
                resolution.startedAt(),
                WHERE));
      }
    }
    rows.forEach(
        (id, alone) ->
            found.add(
                Violation.of(EXACT_COUNTS, alone + " tell of no resolution there is", WHERE)));
    checkTerminations(evidence, found);
    checkAnswers(evidence, byReason, found);
    return found;
  }

  private static boolean tellsTheSame(AuditRow row, Resolution resolution) {
    return row.counts().equals(resolution.counts())
        && row.reason().equals(resolution.order().reason())
        && row.automationId().equals(resolution.automationId())
        && row.event().equals(resolution.order().run() ? "paused_run" : "paused_cancelled");
  }

  private static void checkTerminations(Evidence evidence, List<Violation> found) {
    evidence.last().audit().stream()
        .filter(AuditRow::tellsOfTermination)
        .collect(Collectors.groupingBy(AuditRow::subject))
        .values()
        .stream()
        .filter(ofIt -> ofIt.size() > 1)
        .forEach(
            ofIt ->
                found.add(Violation.of(EXACT_COUNTS, "terminated more than once: " + ofIt, WHERE)));
  }

  private static void checkAnswers(
      Evidence evidence, Map<String, Counts> byReason, List<Violation> found) {
    evidence.operations().stream()
        .filter(operation -> operation.call().kind().isResolve())
        .filter(Operation::isDone)
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
