package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.BOUNDED_WINDOWS;

import io.spillway.chaos.history.AuditRow;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StoredExecution;
import io.spillway.harness.TestAutomation;
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
  public List<Violation> check(RunHistory history) {
    List<Violation> found = new ArrayList<>();
    for (TestAutomation automation : history.automations()) {
      TreeSet<Long> starts = new TreeSet<>();
      history.resolutionsOf(automation).forEach(r -> starts.add(r.startedAt().toEpochMilli()));
      history.last().audit().stream()
          .filter(AuditRow::isClear)
          .filter(row -> row.automationId().equals(automation.id()))
          .forEach(row -> starts.add(row.at().toEpochMilli()));
      Window window = new Window(automation, found);
      history.executionsOf(automation).stream()
          .sorted(
              Comparator.comparingLong(BoundedWindows::createdAt)
                  .thenComparing(StoredExecution::wasPaused))
          .forEach(
              execution -> {
                Long start = starts.floor(createdAt(execution));
                window.take(execution, start == null ? Long.MIN_VALUE : start);
              });
    }
    return found;
  }

  private static long createdAt(StoredExecution execution) {
    return execution.status().createdAtMillis();
  }

  /** The admissions that count, while executions come by in the order of their creation. */
  private static final class Window {
    private final TestAutomation automation;
    private final List<Violation> found;
    private final Deque<Long> admitted = new ArrayDeque<>();
    private long start = Long.MIN_VALUE;
    private boolean sawPaused;

    Window(TestAutomation automation, List<Violation> found) {
      this.automation = automation;
      this.found = found;
    }

    void take(StoredExecution execution, long startOfIt) {
      if (startOfIt != start) {
        start = startOfIt;
        admitted.clear();
        sawPaused = false;
      }
      while (!admitted.isEmpty() && admitted.peek() <= createdAt(execution) - PERIOD_MILLIS) {
        admitted.remove();
      }
      if (execution.wasPaused()) {
        if (!sawPaused && admitted.size() != automation.max()) {
          report(execution, "was paused when only " + admitted.size() + " had been admitted");
        }
        sawPaused = true;
      } else {
        admitted.add(createdAt(execution));
        if (sawPaused) {
          report(execution, "was admitted after others were paused");
        } else if (admitted.size() > automation.max()) {
          report(execution, "was admitted as number " + admitted.size());
        }
      }
    }

    private void report(StoredExecution execution, String what) {
      found.add(
          Violation.of(
              BOUNDED_WINDOWS,
              "%s %s in the window of %s that starts at %s"
                  .formatted(
                      execution,
                      what,
                      automation,
                      start == Long.MIN_VALUE ? "its creation" : Instant.ofEpochMilli(start)),
              Instant.ofEpochMilli(createdAt(execution)),
              "who owned the automation then, and from what it had read its window"));
    }
  }
}
