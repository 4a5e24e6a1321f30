package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.RISING_VERSIONS;

import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.VersionSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** No sample of a version is below an earlier one, and the end is not below the last sample. */
final class RisingVersions implements Rule {
  @Override
  public List<Violation> check(RunHistory history) {
    List<Violation> found = new ArrayList<>();
    Map<String, VersionSample> highest = new HashMap<>();
    for (VersionSample sample : history.timeline().samples()) {
      compare(highest.get(sample.what()), sample, found);
      highest.merge(sample.what(), sample, (a, b) -> a.version() > b.version() ? a : b);
    }
    highest.forEach(
        (what, seen) ->
            compare(
                seen,
                new VersionSample(
                    history.last().takenAt(),
                    what,
                    history.last().stored().versions().getOrDefault(what, -1L)),
                found));
    return found;
  }

  private static void compare(
      @org.jspecify.annotations.Nullable VersionSample earlier,
      VersionSample later,
      List<Violation> found) {
    if (earlier != null && later.version() < earlier.version()) {
      found.add(
          Violation.of(
              RISING_VERSIONS,
              "%s was at version %d at %s, and later at %d"
                  .formatted(later.what(), earlier.version(), earlier.at(), later.version()),
              later.at(),
              "a write without its fence: which node wrote " + later.what() + " then"));
    }
  }
}
