package io.spillway.chaos;

import io.spillway.chaos.fault.FaultKind;
import io.spillway.harness.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The options of the command line.
 *
 * @param seed of all that is drawn
 * @param minutes for how long faults are inflicted
 * @param faults which ones; empty means all that are possible here
 * @param nodes how many
 * @param work an empty directory for data, logs and the record
 */
record ChaosOptions(long seed, int minutes, List<FaultKind> faults, int nodes, Path work) {
  private static final Set<String> FLAGS = Set.of("seed", "minutes", "faults", "nodes", "work");
  private static final int MAX_MINUTES = 24 * 60;
  static final int MAX_NODES = 9;

  /**
   * @throws Options.BadOptionException if a flag is unknown, has no value, or one that is not
   *     allowed
   */
  static ChaosOptions read(List<String> arguments) {
    Options given = Options.read(arguments, FLAGS);
    return new ChaosOptions(
        given.seed(),
        given.number("minutes", 10, 1, MAX_MINUTES),
        given.text("faults").isPresent()
            ? given.choices("faults", List.of(FaultKind.values()), FaultKind::shortName)
            : List.of(),
        given.number("nodes", 3, 1, MAX_NODES),
        given.path("work").orElse(Path.of("target/chaos")).toAbsolutePath());
  }
}
