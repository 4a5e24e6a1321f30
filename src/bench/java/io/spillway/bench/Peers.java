package io.spillway.bench;

import io.spillway.harness.Options;
import java.util.List;

/** Which peers a benchmark is to measure beside the server. */
final class Peers {
  private Peers() {}

  /** Those given by {@code --peers}, all of {@code known} if it is not given. */
  static List<String> of(Options options, List<String> known) {
    return options.text("peers").filter("none"::equals).isPresent()
        ? List.of()
        : options.choices("peers", known, name -> name);
  }
}
