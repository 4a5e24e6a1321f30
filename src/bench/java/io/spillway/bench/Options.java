package io.spillway.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Flags with values, as given on the command line. */
final class Options {
  private final Map<String, String> given;

  private Options(Map<String, String> given) {
    this.given = given;
  }

  /**
   * @throws BadOptionException if a flag is not one of {@code allowed} or has no value
   */
  static Options read(List<String> arguments, Set<String> allowed) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String flag = arguments.get(i);
      if (!flag.startsWith("--") || !allowed.contains(flag.substring(2))) {
        throw new BadOptionException(
            "there is no flag " + flag + "; must be one of " + new TreeSet<>(allowed));
      }
      if (i + 1 == arguments.size()) {
        throw new BadOptionException(flag + " has no value");
      }
      given.put(flag.substring(2), arguments.get(i + 1));
    }
    return new Options(given);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(given.get(name));
  }

  int number(String name, int otherwise) {
    return text(name).map(text -> number(name, text)).orElse(otherwise);
  }

  /** Numbers separated by commas. */
  List<Integer> numbers(String name, List<Integer> otherwise) {
    return text(name)
        .map(text -> Arrays.stream(text.split(",")).map(one -> number(name, one)).toList())
        .orElse(otherwise);
  }

  /** Words separated by commas, each of them one of {@code allowed}; all of those if not given. */
  List<String> words(String name, List<String> allowed) {
    List<String> words = text(name).map(text -> List.of(text.split(","))).orElse(allowed);
    for (String word : words) {
      if (!allowed.contains(word)) {
        throw new BadOptionException("--" + name + " is " + word + "; must be one of " + allowed);
      }
    }
    return words;
  }

  private static int number(String name, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new BadOptionException(
        "--" + name + " is " + text + "; must be a whole number from 1 on");
  }

  /** The command line cannot be used. */
  static final class BadOptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadOptionException(String message) {
      super(message);
    }
  }
}
