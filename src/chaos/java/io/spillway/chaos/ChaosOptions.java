package io.spillway.chaos;

import io.spillway.chaos.fault.FaultKind;
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
 * @param minutes for how long faults are inflicted
 * @param faults which ones; empty means all that are possible here
 * @param nodes how many
 * @param work an empty directory for data, logs and the record
 */
record ChaosOptions(long seed, int minutes, List<FaultKind> faults, int nodes, Path work) {
  private static final Set<String> FLAGS = Set.of("seed", "minutes", "faults", "nodes", "work");
  private static final int MAX_MINUTES = 24 * 60;
  private static final int MAX_NODES = 9;

  /** The command line cannot be used. */
  static final class BadOptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadOptionException(String message) {
      super(message);
    }
  }

  /**
   * @throws BadOptionException if a flag is unknown, has no value, or one that is not allowed
   */
  static ChaosOptions read(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String flag = arguments.get(i);
      if (!flag.startsWith("--") || !FLAGS.contains(flag.substring(2))) {
        throw new BadOptionException(
            "there is no flag " + flag + "; must be one of " + new TreeSet<>(FLAGS));
      }
      if (i + 1 == arguments.size()) {
        throw new BadOptionException(flag + " has no value");
      }
      given.put(flag.substring(2), arguments.get(i + 1));
    }
    return new ChaosOptions(
        Optional.ofNullable(given.get("seed"))
            .map(ChaosOptions::seed)
            .orElseGet(() -> new Random().nextInt(Integer.MAX_VALUE) + 0L),
        number("minutes", given, 10, MAX_MINUTES),
        Optional.ofNullable(given.get("faults")).map(ChaosOptions::faults).orElse(List.of()),
        number("nodes", given, 3, MAX_NODES),
        Path.of(given.getOrDefault("work", "target/chaos")).toAbsolutePath());
  }

  static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BadOptionException("--seed is " + text + "; must be a whole number");
    }
  }

  static int number(String name, Map<String, String> given, int otherwise, int max) {
    String text = given.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new BadOptionException(
        "--%s is %s; must be a whole number from 1 to %d".formatted(name, text, max));
  }

  private static List<FaultKind> faults(String text) {
    return Arrays.stream(text.split(","))
        .map(
            name ->
                FaultKind.named(name)
                    .orElseThrow(
                        () ->
                            new BadOptionException(
                                "--faults has " + name + "; must be one of " + FaultKind.names())))
        .toList();
  }
}
