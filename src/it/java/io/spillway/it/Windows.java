package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Checks that a breaker let through what it may, between one start of its window and the next. */
final class Windows {
  private final Member member;
  private final NavigableMap<Instant, Integer> admitted = new TreeMap<>();
  private final NavigableMap<Instant, Integer> held = new TreeMap<>();

  private Windows(Member member, Collection<Instant> starts) {
    this.member = member;
    admitted.put(Instant.MIN, 0);
    starts.forEach(start -> admitted.put(start, 0));
  }

  /**
   * Checks executions of which none was terminated singly.
   *
   * @param starts when the window was started anew
   */
  static void check(Member member, List<ExecutionRow> rows, Collection<Instant> starts) {
    Windows windows = new Windows(member, starts);
    rows.stream().sorted(Comparator.comparing(ExecutionRow::id)).forEach(windows::add);
    windows.checkFull();
  }

  private void add(ExecutionRow row) {
    Instant start = admitted.floorKey(row.createdAt());
    if (row.wasAdmitted()) {
      assertThat(held)
          .as("execution %d of %s was admitted behind one that was held", row.id(), member)
          .doesNotContainKey(start);
      admitted.merge(start, 1, Integer::sum);
    } else {
      held.merge(start, 1, Integer::sum);
    }
  }

  private void checkFull() {
    admitted.forEach(
        (start, count) -> {
          if (held.containsKey(start)) {
            assertThat((long) count)
                .as("%s: admitted before it tripped in the window of %s", member, start)
                .isEqualTo(member.max());
          } else {
            assertThat((long) count)
                .as("%s: admitted in the window of %s", member, start)
                .isLessThanOrEqualTo(member.max());
          }
        });
  }
}
