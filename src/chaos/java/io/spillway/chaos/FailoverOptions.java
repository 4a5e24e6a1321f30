package io.spillway.chaos;

import io.spillway.chaos.fault.FailoverWay;
import io.spillway.harness.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The options of the command line.
 *
 * @param seed of all that is drawn
 * @param times how often each way happens
 * @param ways which happen
 * @param nodes how many
 * @param work an empty directory for data, logs and the record
 */
record FailoverOptions(long seed, int times, List<FailoverWay> ways, int nodes, Path work) {
  private static final Set<String> FLAGS = Set.of("seed", "times", "ways", "nodes", "work");
  private static final int MAX_TIMES = 1_000;

  /**
   * @throws Options.BadOptionException if a flag is unknown, has no value, or one that is not
   *     allowed
   */
  static FailoverOptions read(List<String> arguments) {
    Options given = Options.read(arguments, FLAGS);
    return new FailoverOptions(
        given.seed(),
        given.number("times", 10, 1, MAX_TIMES),
        given.choices("ways", List.of(FailoverWay.values()), FailoverWay::label),
        given.number("nodes", 3, 1, ChaosOptions.MAX_NODES),
        given.path("work").orElse(Path.of("target/failover")).toAbsolutePath());
  }
}
