package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.ExecutionRow;
import io.spillway.harness.TestAutomation;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Checks the number of admissions between one start of a breaker's window and the next. */
final class BreakerWindowChecker {
  private final TestAutomation automation;
  private final NavigableMap<Instant, Integer> admitted = new TreeMap<>();
  private final NavigableMap<Instant, Integer> paused = new TreeMap<>();

  private BreakerWindowChecker(TestAutomation automation, Collection<Instant> starts) {
    this.automation = automation;
    admitted.put(Instant.MIN, 0);
    starts.forEach(start -> admitted.put(start, 0));
  }

  /**
   * Checks executions of which none was terminated singly.
   *
   * @param starts when the window was started anew
   */
  static void check(
      TestAutomation automation, List<ExecutionRow> rows, Collection<Instant> starts) {
    BreakerWindowChecker windows = new BreakerWindowChecker(automation, starts);
    rows.stream().sorted(Comparator.comparing(ExecutionRow::id)).forEach(windows::add);
    windows.checkFull();
  }

  private void add(ExecutionRow row) {
    Instant start = admitted.floorKey(row.createdAt());
    if (row.wasAdmitted()) {
      assertThat(paused)
          .as("execution %d of %s was admitted after one that was paused", row.id(), automation)
          .doesNotContainKey(start);
      admitted.merge(start, 1, Integer::sum);
    } else {
      paused.merge(start, 1, Integer::sum);
    }
  }

  private void checkFull() {
    admitted.forEach(
        (start, count) -> {
          if (paused.containsKey(start)) {
            assertThat((long) count)
                .as("%s: admitted before it tripped in the window of %s", automation, start)
                .isEqualTo(automation.max());
          } else {
            assertThat((long) count)
                .as("%s: admitted in the window of %s", automation, start)
                .isLessThanOrEqualTo(automation.max());
          }
        });
  }
}
