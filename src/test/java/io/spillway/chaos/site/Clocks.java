package io.spillway.chaos.site;

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
 * Clocks of nodes that are wrong, by libfaketime: the process of a node is started with it, and a
 * file tells by how much its clock is off, also while it runs.
 *
 * @param library that stands between the process and the time
 * @param directory of the files
 */
record Clocks(Path library, Path directory) {
  /** If the library is installed. */
  static Optional<Clocks> find(Path directory) {
    for (String parent : List.of("/usr/lib", "/usr/local/lib")) {
      try (Stream<Path> found =
          Files.isDirectory(Path.of(parent))
              ? Files.find(Path.of(parent), 4, (file, info) -> file.endsWith("libfaketimeMT.so.1"))
              : Stream.empty()) {
        Optional<Path> library = found.findFirst();
        if (library.isPresent()) {
          return Optional.of(new Clocks(library.get(), directory));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.empty();
  }

  /** Sets how far the clock of a node is off. */
  void set(int node, Duration offset) {
    String seconds = (offset.isNegative() ? "" : "+") + offset.toSeconds();
    try {
      // Never half a file: it is read every second.
      Path whole = Files.writeString(directory.resolve("clock-" + node + ".new"), seconds);
      Files.move(whole, file(node), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a process needs to have the clock of this node. */
  Map<String, String> environment(int node) {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        file(node).toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }

  private Path file(int node) {
    return directory.resolve("clock-" + node);
  }
}
