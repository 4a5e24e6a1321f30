package io.spillway.attack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command line of {@code scripts/attack.sh}.
 *
 * @param attacks which to carry out, in this order
 * @param seconds each of them takes
 * @param heap of the node, such as {@code 256m}
 * @param maxP99Millis of the administrator's calls; 0 for any
 * @param work an empty directory
 */
record AttackOptions(List<Attack> attacks, int seconds, String heap, int maxP99Millis, Path work) {
  static AttackOptions parse(List<String> arguments) {
    List<Attack> attacks = List.of(Attack.values());
    int seconds = 120;
    String heap = "256m";
    int maxP99Millis = 1_000;
    Optional<Path> work = Optional.empty();
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      String value = arguments.get(i + 1);
      switch (arguments.get(i)) {
        case "--only" ->
            attacks = Arrays.stream(value.split(",", -1)).map(AttackOptions::named).toList();
        case "--seconds" -> seconds = number("--seconds", value, 1);
        case "--heap" -> heap = heap(value);
        case "--max-p99" -> maxP99Millis = number("--max-p99", value, 0);
        case "--work" -> work = Optional.of(Path.of(value));
        default -> throw new IllegalArgumentException("\"" + arguments.get(i) + "\" is no flag");
      }
    }
    return new AttackOptions(
        attacks,
        seconds,
        heap,
        maxP99Millis,
        work.orElseThrow(() -> new IllegalArgumentException("--work is missing")));
  }

  private static Attack named(String flag) {
    return Arrays.stream(Attack.values())
        .filter(attack -> attack.flag().equals(flag))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--only is \""
                        + flag
                        + "\", must be some of "
                        + Arrays.stream(Attack.values())
                            .map(Attack::flag)
                            .collect(Collectors.joining(","))));
  }

  private static int number(String flag, String value, int min) {
    if (value.matches("[0-9]{1,6}") && Integer.parseInt(value) >= min) {
      return Integer.parseInt(value);
    }
    throw new IllegalArgumentException(
        flag + " is \"" + value + "\", must be a whole number from " + min + " to 999999");
  }

  private static String heap(String value) {
    if (value.matches("[1-9][0-9]{0,5}[mg]")) {
      return value;
    }
    throw new IllegalArgumentException(
        "--heap is \"" + value + "\", must be a size such as 256m or 1g");
  }
}
