package io.spillway.it;

import io.spillway.harness.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts nodes and leaves none behind: they are killed after the test, or after all tests of a
 * class that shares them, or with this JVM. After a failure it prints the log of the last one and
 * the warnings of all.
 */
final class Nodes implements AfterEachCallback, AfterAllCallback {
  private static final int LOG_CHARACTERS = 8_000;

  private final Queue<ServerProcess> started = new ConcurrentLinkedQueue<>();
  private final boolean shared;

  private Nodes(boolean shared) {
    this.shared = shared;
    Runtime.getRuntime().addShutdownHook(new Thread(this::killAll));
  }

  /** For a field of the instance. */
  static Nodes perTest() {
    return new Nodes(false);
  }

  /** For a static field. */
  static Nodes perClass() {
    return new Nodes(true);
  }

  /** Starts a node on a free port and waits until it is ready. */
  ServerProcess start(Path data) {
    return launch(data, "--port", "0").awaitReady();
  }

  /** Starts a process and does not wait for it. */
  ServerProcess launch(Path data, String... flags) {
    return launch(data, Map.of(), List.of(flags));
  }

  /** The same with settings that are given by the environment. */
  ServerProcess launch(Path data, Map<String, String> environment, List<String> flags) {
    return launch(data, environment, List.of("-Xmx512m"), flags);
  }

  /** A node on a free port, with these options of the JVM and no others. */
  ServerProcess startWith(List<String> jvmOptions, Path data) {
    return launch(data, Map.of(), jvmOptions, List.of("--port", "0")).awaitReady();
  }

  private ServerProcess launch(
      Path data, Map<String, String> environment, List<String> jvmOptions, List<String> flags) {
    try {
      Path log = Files.createTempFile(data.toAbsolutePath().getParent(), "node-", ".log");
      ServerProcess node = ServerProcess.launch(data, log, environment, jvmOptions, flags);
      started.add(node);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      started.forEach(Nodes::showWarnings);
      started.stream().skip(Math.max(0, started.size() - 1)).forEach(Nodes::show);
    }
    if (!shared) {
      killAll();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    killAll();
  }

  private void killAll() {
    started.stream().filter(ServerProcess::isAlive).forEach(ServerProcess::kill);
  }

  private static void showWarnings(ServerProcess node) {
    System.out.println("--- warnings of a node ---");
    node.log()
        .lines()
        .filter(line -> line.contains("level=WARN") || line.contains("level=ERROR"))
        .forEach(System.out::println);
  }

  private static void show(ServerProcess node) {
    String log = node.log();
    System.out.println("--- end of the log of a node ---");
    System.out.println(log.substring(Math.max(0, log.length() - LOG_CHARACTERS)));
  }
}
