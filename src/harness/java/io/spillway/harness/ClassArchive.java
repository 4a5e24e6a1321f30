package io.spillway.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
        make(archive, jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return archive;
  }

  private static void make(Path archive, Path jar) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("spillway-classes");
    Path log = directory.resolve("node.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-jar",
                jar.toString(),
                "--data",
                directory.resolve("data").toString(),
                "--port",
                "0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPILLWAY_"));
    Process node = builder.start();
    try {
      await("a node for its classes")
          .atMost(LIMIT)
          .until(() -> Files.readString(log).contains("Spillway is ready at"));
      node.destroy();
      if (!node.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the node does not end: " + Files.readString(log));
      }
    } finally {
      node.destroyForcibly();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
