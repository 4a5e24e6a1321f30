package io.spillway.chaos.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wrong clock for one process, by libfaketime. Its monotonic clock is off by as much, which a
 * process cannot notice: if set to leave that one alone, the library has every timed wait of a JVM
 * return at once. For the same reason a clock is not moved while a process runs.
 *
 * @param library that is preloaded
 */
record FakeTime(Path library) {
  private static final String FILE = "libfaketime.so.1";
  private static final int DEPTH = 4;

  /** If the library is installed. */
  static Optional<FakeTime> find() {
    for (String parent : List.of("/usr/lib", "/usr/local/lib")) {
      try (Stream<Path> found =
          Files.isDirectory(Path.of(parent))
              ? Files.find(Path.of(parent), DEPTH, (file, info) -> file.endsWith(FILE))
              : Stream.empty()) {
        Optional<Path> library = found.findFirst();
        if (library.isPresent()) {
          return Optional.of(new FakeTime(library.get()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.empty();
  }

  /** What a process needs to have a clock that is so far off. */
  Map<String, String> environment(Duration offset) {
    String seconds = (offset.isNegative() ? "" : "+") + offset.toSeconds();
    return Map.of("LD_PRELOAD", library.toString(), "FAKETIME", seconds);
  }
}
