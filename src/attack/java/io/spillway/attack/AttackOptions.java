package io.spillway.attack;

import io.spillway.harness.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

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
  private static final Set<String> FLAGS = Set.of("only", "seconds", "heap", "max-p99", "work");
  private static final int MAX = 999_999;

  static AttackOptions parse(List<String> arguments) {
    Options given = Options.read(arguments, FLAGS);
    return new AttackOptions(
        given.choices("only", List.of(Attack.values()), Attack::flag),
        given.number("seconds", 120, 1, MAX),
        given.text("heap").map(AttackOptions::heap).orElse("256m"),
        given.number("max-p99", 1_000, 0, MAX),
        given.path("work").orElseThrow(() -> new Options.BadOptionException("--work is missing")));
  }

  private static String heap(String value) {
    if (value.matches("[1-9][0-9]{0,5}[mg]")) {
      return value;
    }
    throw new Options.BadOptionException(
        "--heap is \"" + value + "\", must be a size such as 256m or 1g");
  }
}
