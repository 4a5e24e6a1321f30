package io.spillway.chaos.check;

import io.spillway.chaos.evidence.Evidence;
import java.util.Comparator;
import java.util.List;

/** Has every rule look at what is known of a run. */
public final class Checker {
  private static final List<Rule> RULES =
      List.of(
          new AcknowledgedOnce(),
          new ForwardOnly(),
          new ExactCounts(),
          new OneAuditRow(),
          new RisingVersions(),
          new BoundedWindows(),
          new MarkersOnce(),
          new ResolvesWhole(),
          new WritesResume(),
          new OneTruth(),
          new ColdStartChangesNothing(),
          new OrderlyNodes());

  private Checker() {}

  /** All violations, in the order of the invariants. */
  public static List<Violation> check(Evidence evidence) {
    return RULES.stream()
        .flatMap(rule -> rule.check(evidence).stream())
        .sorted(Comparator.comparing(Violation::invariant))
        .toList();
  }
}
