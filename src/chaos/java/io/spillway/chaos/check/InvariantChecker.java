package io.spillway.chaos.check;

import io.spillway.chaos.history.RunHistory;
import java.util.Comparator;
import java.util.List;

/** Checks the history of a run against every rule. */
public final class InvariantChecker {
  private static final List<Rule> RULES =
      List.of(
          new AcknowledgedOnce(),
          new ForwardOnly(),
          new ExactCounts(),
          new OneAuditRow(),
          new RisingVersions(),
          new BoundedWindows(),
          new MarkersOnce(),
          new CompleteResolutions(),
          new WritesResume(),
          new ConsistentViews(),
          new ColdStartChangesNothing(),
          new OrderlyNodes());

  private InvariantChecker() {}

  /** All violations, in the order of the invariants. */
  public static List<Violation> check(RunHistory history) {
    return RULES.stream()
        .flatMap(rule -> rule.check(history).stream())
        .sorted(Comparator.comparing(Violation::invariant))
        .toList();
  }
}
