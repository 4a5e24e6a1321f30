package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.RISING_VERSIONS;

import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** No sample of a version is below an earlier one, and the end is not below the last sample. */
final class RisingVersions implements Rule {
  @Override
  public List<Violation> check(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    Map<String, Sample> highest = new HashMap<>();
    for (Sample sample : evidence.timeline().samples()) {
      compare(highest.get(sample.what()), sample, found);
      highest.merge(sample.what(), sample, (a, b) -> a.version() > b.version() ? a : b);
    }
    highest.forEach(
        (what, seen) ->
            compare(
                seen,
                new Sample(
                    evidence.last().takenAt(),
                    what,
                    evidence.last().stored().versions().getOrDefault(what, -1L)),
                found));
    return found;
  }

  private static void compare(
      @org.jspecify.annotations.Nullable Sample earlier, Sample later, List<Violation> found) {
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
