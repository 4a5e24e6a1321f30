package io.spillway.chaos.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The process of a node. Thread-safe. */
final class NodeProcess {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private volatile boolean endRequested;

  private NodeProcess(Process process) {
    this.process = process;
  }

  /** Starts a process that adds what it prints to a file. */
  static NodeProcess launch(List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("SPILLWAY_"));
    builder.environment().putAll(environment);
    try {
      return new NodeProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it was killed or asked to end. */
  boolean isEndRequested() {
    return endRequested;
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Sends SIGSTOP. */
  void pause() {
    Shell.succeeds("kill", "-STOP", Long.toString(process.pid()));
  }

  /** Sends SIGCONT. */
  void resume() {
    Shell.succeeds("kill", "-CONT", Long.toString(process.pid()));
  }

  /** Has it print a thread dump. */
  void dumpThreads() {
    Shell.succeeds("kill", "-QUIT", Long.toString(process.pid()));
  }

  /** Asks it to end. */
  void terminate() {
    endRequested = true;
    process.destroy();
  }

  /** Ends it without a warning; does not wait for it. */
  void kill() {
    endRequested = true;
    process.destroyForcibly();
  }

  /** Waits for its end after {@link #kill}. */
  void awaitDeath() {
    if (!awaitEnd(KILL_LIMIT)) {
      throw new IllegalStateException("process " + process.pid() + " cannot be killed");
    }
  }

  /** Whether it ends within the limit. */
  boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the end of a node", e);
    }
  }
}
