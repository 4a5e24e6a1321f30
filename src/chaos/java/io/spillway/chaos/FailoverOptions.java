package io.spillway.chaos;

import io.spillway.chaos.fault.FailoverWay;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

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
  private static final int MAX_NODES = 9;

  /**
   * @throws ChaosOptions.BadOptionException if a flag is unknown, has no value, or one that is not
   *     allowed
   */
  static FailoverOptions read(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String flag = arguments.get(i);
      if (!flag.startsWith("--") || !FLAGS.contains(flag.substring(2))) {
        throw new ChaosOptions.BadOptionException(
            "there is no flag " + flag + "; must be one of " + new TreeSet<>(FLAGS));
      }
      if (i + 1 == arguments.size()) {
        throw new ChaosOptions.BadOptionException(flag + " has no value");
      }
      given.put(flag.substring(2), arguments.get(i + 1));
    }
    return new FailoverOptions(
        Optional.ofNullable(given.get("seed"))
            .map(ChaosOptions::seed)
            .orElseGet(() -> new Random().nextInt(Integer.MAX_VALUE) + 0L),
        ChaosOptions.number("times", given, 10, MAX_TIMES),
        Optional.ofNullable(given.get("ways"))
            .map(FailoverOptions::ways)
            .orElse(List.of(FailoverWay.values())),
        ChaosOptions.number("nodes", given, 3, MAX_NODES),
        Path.of(given.getOrDefault("work", "target/failover")).toAbsolutePath());
  }

  private static List<FailoverWay> ways(String text) {
    return Arrays.stream(text.split(","))
        .map(
            label ->
                FailoverWay.named(label)
                    .orElseThrow(
                        () ->
                            new ChaosOptions.BadOptionException(
                                "--ways has " + label + "; must be one of " + FailoverWay.names())))
        .toList();
  }
}
