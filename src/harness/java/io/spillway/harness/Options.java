package io.spillway.harness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Flags with values, as given on the command line of a tool. */
public final class Options {
  private final Map<String, String> given;

  private Options(Map<String, String> given) {
    this.given = given;
  }

  /**
   * Reads flags, each followed by its value.
   *
   * @throws BadOptionException if a flag is not one of {@code allowed} or has no value
   */
  public static Options read(List<String> arguments, Set<String> allowed) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String flag = arguments.get(i);
      if (!flag.startsWith("--") || !allowed.contains(flag.substring(2))) {
        throw new BadOptionException(
            "there is no flag " + flag + ", must be one of " + new TreeSet<>(allowed));
      }
      if (i + 1 == arguments.size()) {
        throw new BadOptionException(flag + " has no value");
      }
      given.put(flag.substring(2), arguments.get(i + 1));
    }
    return new Options(given);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(given.get(name));
  }

  public Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  /** A number from 1 on. */
  public int number(String name, int otherwise) {
    return number(name, otherwise, 1, Integer.MAX_VALUE);
  }

  public int number(String name, int otherwise, int min, int max) {
    return text(name).map(text -> (int) parse(name, text, min, max)).orElse(otherwise);
  }

  /** Numbers separated by commas. */
  public List<Integer> numbers(String name, List<Integer> otherwise) {
    return text(name)
        .map(
            text ->
                Arrays.stream(text.split(","))
                    .map(one -> (int) parse(name, one, 1, Integer.MAX_VALUE))
                    .toList())
        .orElse(otherwise);
  }

  /** The one given by {@code --seed}, or a random one. */
  public long seed() {
    return text("seed")
        .map(text -> parse("seed", text, 0, Long.MAX_VALUE))
        .orElseGet(() -> (long) new Random().nextInt(Integer.MAX_VALUE));
  }

  /** Names of values, separated by commas; all values if not given. */
  public <T> List<T> choices(String name, List<T> all, Function<T, String> nameOf) {
    return text(name)
        .map(
            text ->
                Arrays.stream(text.split(",", -1))
                    .map(one -> named(name, one, all, nameOf))
                    .toList())
        .orElse(all);
  }

  private static <T> T named(String name, String text, List<T> all, Function<T, String> nameOf) {
    return all.stream()
        .filter(value -> nameOf.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> bad(name, text, "one of " + all.stream().map(nameOf).toList()));
  }

  private static long parse(String name, String text, long min, long max) {
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw bad(name, text, "a whole number from " + min + " to " + max);
  }

  private static BadOptionException bad(String name, String text, String allowed) {
    return new BadOptionException("--%s is \"%s\", must be %s".formatted(name, text, allowed));
  }

  /** The command line cannot be used. */
  public static final class BadOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BadOptionException(String message) {
      super(message);
    }
  }
}
