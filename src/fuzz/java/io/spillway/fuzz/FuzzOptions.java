package io.spillway.fuzz;

import io.spillway.harness.Options;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  private static final Set<String> FLAGS = Set.of("requests", "seed", "url", "credentials", "work");
  private static final int MAX_REQUESTS = 999_999_999;

  static FuzzOptions parse(List<String> arguments) {
    Options given = Options.read(arguments, FLAGS);
    FuzzOptions options =
        new FuzzOptions(
            given.number("requests", 50_000, 0, MAX_REQUESTS),
            given.seed(),
            given.text("url").map(URI::create),
            given.path("credentials"),
            given.path("work").orElse(Path.of(".")));
    if (options.url.isPresent() != options.credentials.isPresent()) {
      throw new Options.BadOptionException(
          "--url and --credentials are given together or not at all");
    }
    return options;
  }
}
