package io.spillway.demo;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of the command line.
 *
 * @param url of the server, without trailing slash
 * @param credentials JSON file with clientId and clientSecret
 * @param events file with one JSON object per line
 * @param sizes of the bursts
 * @param leaveTripped whether to leave an automation with a tripped breaker
 */
record DemoOptions(
    String url, Path credentials, Path events, BurstSizes sizes, boolean leaveTripped) {
  static final String USAGE =
      "usage: --url URL --credentials FILE --events FILE [--count N] [--max M] [--leave-tripped]";

  private static final String LEAVE_TRIPPED = "--leave-tripped";
  private static final Set<String> FLAGS =
      Set.of("--url", "--credentials", "--events", "--count", "--max");

  /**
   * @throws IllegalArgumentException if it is invalid; the message names the flag
   */
  static DemoOptions parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    boolean leaveTripped = arguments.contains(LEAVE_TRIPPED);
    List<String> pairs =
        arguments.stream().filter(argument -> !argument.equals(LEAVE_TRIPPED)).toList();
    for (int i = 0; i < pairs.size(); i += 2) {
      String flag = pairs.get(i);
      if (!FLAGS.contains(flag)) {
        throw new IllegalArgumentException(
            "there is no flag \"%s\", must be one of %s"
                .formatted(flag, String.join(", ", new TreeSet<>(FLAGS))));
      }
      if (i + 1 == pairs.size()) {
        throw new IllegalArgumentException(flag + " has no value");
      }
      given.put(flag, pairs.get(i + 1));
    }
    return new DemoOptions(
        url(required(given, "--url")),
        Path.of(required(given, "--credentials")),
        Path.of(required(given, "--events")),
        new BurstSizes(number(given, "--count", 10_000), number(given, "--max", 100)),
        leaveTripped);
  }

  private static String required(Map<String, String> given, String flag) {
    String value = given.get(flag);
    if (value == null) {
      throw new IllegalArgumentException(flag + " is missing");
    }
    return value;
  }

  private static String url(String given) {
    if (!given.matches("https?://[^/?#]+")) {
      throw new IllegalArgumentException(
          "--url is \"%s\", must be like http://localhost:8080".formatted(given));
    }
    return given;
  }

  private static int number(Map<String, String> given, String flag, int fallback) {
    String value = given.get(flag);
    try {
      return value == null ? fallback : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\", must be an integer".formatted(flag, value), e);
    }
  }
}
