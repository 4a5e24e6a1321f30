package io.spillway.chaos.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the system. */
final class Shell {
  private static final long TIMEOUT_SECONDS = 20;

  private Shell() {}

  /** Whether a command exits with 0; its output is dropped. */
  static boolean succeeds(String... command) {
    try {
      return run(command).exitCode == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Runs a command that must end with 0.
   *
   * @throws IllegalStateException if it does not, with its output
   */
  static void must(String... command) {
    Ended ended = run(command);
    if (ended.exitCode != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + ended.exitCode + ": " + ended.output);
    }
  }

  private record Ended(int exitCode, String output) {}

  private static Ended run(String... command) {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Ended(-1, "no end within " + TIMEOUT_SECONDS + " s");
      }
      return new Ended(process.exitValue(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command[0], e);
    }
  }
}
