package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.ONE_TRUTH;

import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StateSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Stopping everything and starting it again leaves the database as it was. */
final class ColdStartChangesNothing implements Rule {
  @Override
  public List<Violation> check(RunHistory history) {
    List<Violation> found = new ArrayList<>();
    history.before().ifPresent(before -> compare(before, history.last(), found));
    return found;
  }

  private static void compare(StateSnapshot before, StateSnapshot after, List<Violation> found) {
    compare(before.executions(), after.executions(), found);
    compare(before.resolutions(), after.resolutions(), found);
    compare(before.audit(), after.audit(), found);
  }

  private static <T> void compare(List<T> before, List<T> after, List<Violation> found) {
    without(before, after)
        .forEach(row -> found.add(violation(row + " is gone or another after the cold start")));
    without(after, before).forEach(row -> found.add(violation(row + " came with the cold start")));
  }

  private static <T> Set<T> without(List<T> rows, List<T> others) {
    Set<T> left = new HashSet<>(rows);
    left.removeAll(new HashSet<>(others));
    return left;
  }

  private static Violation violation(String what) {
    return Violation.of(ONE_TRUTH, what, "what a node writes when it ends and when it starts");
  }
}
