package io.spillway.harness;

import io.spillway.testing.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The classes of a started node, parsed and verified once, in an archive that other JVMs map (class
 * data sharing, JEP 350): a node starts in two thirds of the time.
 */
final class ClassArchive {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private ClassArchive() {}

  /** The archive beside a jar, which is made if there is none, or an older one. */
  static synchronized Path of(Path jar) {
    Path archive = jar.resolveSibling("spillway-" + Runtime.version().feature() + ".jsa");
    try {
      if (!Files.exists(archive)
          || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        Files.deleteIfExists(archive);
        make(archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive;
  }

  private static void make(Path archive) throws IOException {
    Path directory = Files.createTempDirectory("spillway-classes");
    ServerProcess node =
        ServerProcess.launch(
            "-XX:ArchiveClassesAtExit=" + archive,
            directory.resolve("data"),
            directory.resolve("node.log"),
            Map.of(),
            List.of(),
            List.of("--port", "0"));
    try {
      node.awaitReady().terminate();
      node.exitCode(LIMIT);
    } finally {
      node.kill();
    }
    Directories.delete(directory);
  }
}
