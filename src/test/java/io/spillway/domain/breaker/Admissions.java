package io.spillway.domain.breaker;

import java.util.ArrayList;
import java.util.List;

/** The plainest window there is: a list of all that was admitted, counted anew at each look. */
final class Admissions {
  private final List<Admitted> all = new ArrayList<>();

  record Admitted(long atMillis, long count) {}

  void add(long atMillis, long count) {
    if (count > 0) {
      all.add(new Admitted(atMillis, count));
    }
  }

  List<Admitted> all() {
    return all;
  }

  /** What lies at or after {@code startMillis} and within {@code periodMillis} up to now. */
  long countAt(long nowMillis, long startMillis, long periodMillis) {
    return all.stream()
        .filter(a -> a.atMillis >= startMillis && a.atMillis > nowMillis - periodMillis)
        .mapToLong(Admitted::count)
        .sum();
  }

  /** A window as a caller rebuilds it: from what lies in the period and not before the start. */
  TrailingWindow windowAt(BreakerLimit limit, long nowMillis, long startMillis) {
    TrailingWindow window = new TrailingWindow(limit);
    long periodMillis = limit.period().length().toMillis();
    for (Admitted admitted : all) {
      if (admitted.atMillis >= startMillis && admitted.atMillis > nowMillis - periodMillis) {
        window.record(admitted.atMillis, admitted.count);
      }
    }
    return window;
  }
}
