package io.spillway.fuzz;

import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The options of a run.
 *
 * @param requests how many are sent
 * @param seed of chance
 * @param url of a node that runs already; without, one is started
 * @param credentials of an administrator of that node
 * @param work where the node that is started keeps its data
 */
record FuzzOptions(
    int requests, long seed, Optional<URI> url, Optional<Path> credentials, Path work) {
  private static final int REQUESTS = 50_000;

  static FuzzOptions parse(List<String> arguments) {
    FuzzOptions options =
        new FuzzOptions(
            REQUESTS,
            ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE),
            Optional.empty(),
            Optional.empty(),
            Path.of("."));
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String flag = rest.next();
      if (!rest.hasNext()) {
        throw new IllegalArgumentException(flag + " has no value");
      }
      options = options.with(flag, rest.next());
    }
    if (options.url.isPresent() != options.credentials.isPresent()) {
      throw new IllegalArgumentException(
          "--url and --credentials are given together or not at all");
    }
    return options;
  }

  private FuzzOptions with(String flag, String value) {
    return switch (flag) {
      case "--requests" -> new FuzzOptions((int) number(flag, value), seed, url, credentials, work);
      case "--seed" -> new FuzzOptions(requests, number(flag, value), url, credentials, work);
      case "--url" ->
          new FuzzOptions(requests, seed, Optional.of(URI.create(value)), credentials, work);
      case "--credentials" ->
          new FuzzOptions(requests, seed, url, Optional.of(Path.of(value)), work);
      case "--work" -> new FuzzOptions(requests, seed, url, credentials, Path.of(value));
      default -> throw new IllegalArgumentException("\"" + flag + "\" is no flag");
    };
  }

  private static long number(String flag, String value) {
    if (!value.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          flag + " is \"" + value + "\", must be from 0 to 999999999");
    }
    return Long.parseLong(value);
  }
}
