package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.BOUNDED_WINDOWS;

import io.spillway.chaos.evidence.AuditRow;
import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Execution;
import io.spillway.it.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/**
 * Fills the windows of each breaker once more, from one start to the next. A window that holds
 * something has admitted just its maximum before, and nothing after.
 */
final class BoundedWindows implements Rule {
  private static final long PERIOD_MILLIS = Duration.ofHours(1).toMillis();

  @Override
  public List<Violation> check(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    for (Member member : evidence.members()) {
      TreeSet<Long> starts = new TreeSet<>();
      evidence.resolutionsOf(member).forEach(r -> starts.add(r.startedAt().toEpochMilli()));
      evidence.last().audit().stream()
          .filter(AuditRow::tellsOfClear)
          .filter(row -> row.automationId().equals(member.id()))
          .forEach(row -> starts.add(row.at().toEpochMilli()));
      Window window = new Window(member, found);
      evidence.executionsOf(member).stream()
          .sorted(
              Comparator.comparingLong(BoundedWindows::createdAt).thenComparing(Execution::wasHeld))
          .forEach(
              execution -> {
                Long start = starts.floor(createdAt(execution));
                window.take(execution, start == null ? Long.MIN_VALUE : start);
              });
    }
    return found;
  }

  private static long createdAt(Execution execution) {
    return execution.status().createdAtMillis();
  }

  /** The admissions that count, while executions come by in the order of their creation. */
  private static final class Window {
    private final Member member;
    private final List<Violation> found;
    private final Deque<Long> admitted = new ArrayDeque<>();
    private long start = Long.MIN_VALUE;
    private boolean holds;

    Window(Member member, List<Violation> found) {
      this.member = member;
      this.found = found;
    }

    void take(Execution execution, long startOfIt) {
      if (startOfIt != start) {
        start = startOfIt;
        admitted.clear();
        holds = false;
      }
      while (!admitted.isEmpty() && admitted.peek() <= createdAt(execution) - PERIOD_MILLIS) {
        admitted.remove();
      }
      if (execution.wasHeld()) {
        if (!holds && admitted.size() != member.max()) {
          tell(execution, "was held when only " + admitted.size() + " had been admitted");
        }
        holds = true;
      } else {
        admitted.add(createdAt(execution));
        if (holds) {
          tell(execution, "was admitted after others were held");
        } else if (admitted.size() > member.max()) {
          tell(execution, "was admitted as number " + admitted.size());
        }
      }
    }

    private void tell(Execution execution, String what) {
      found.add(
          Violation.of(
              BOUNDED_WINDOWS,
              "%s %s in the window of %s that starts at %s"
                  .formatted(
                      execution,
                      what,
                      member,
                      start == Long.MIN_VALUE ? "its creation" : Instant.ofEpochMilli(start)),
              Instant.ofEpochMilli(createdAt(execution)),
              "who owned the automation then, and from what it had read its window"));
    }
  }
}
