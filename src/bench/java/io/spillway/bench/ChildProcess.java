package io.spillway.bench;

import io.spillway.testing.JdkTool;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JVM that speaks to this one by lines on its standard input and output. It ends with this one.
 * One thread uses it.
 */
final class ChildProcess implements AutoCloseable {
  private static final long SECONDS_TO_END = 40;

  private final Process process;
  private final Path log;
  private final BufferedReader output;
  private final BufferedWriter input;
  private final Thread hook;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    output = process.inputReader(StandardCharsets.UTF_8);
    input = process.outputWriter(StandardCharsets.UTF_8);
    hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts the JVM that this one runs on, with these arguments. */
  static ChildProcess java(Path log, List<String> arguments) {
    return java(log, Map.of(), arguments);
  }

  /** The same with more in its environment. */
  static ChildProcess java(Path log, Map<String, String> environment, List<String> arguments) {
    List<String> command = JdkTool.command("java");
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("SPILLWAY_"));
      builder.environment().putAll(environment);
      return new ChildProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a main class of these benchmarks in a JVM of its own. */
  static ChildProcess main(Class<?> main, Path log, List<String> jvmOptions, String... arguments) {
    List<String> command = new ArrayList<>(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return java(log, command);
  }

  /** Writes a line to its standard input. */
  void say(String line) {
    try {
      input.write(line);
      input.newLine();
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next line of its standard output that starts so.
   *
   * @throws IllegalStateException if the process ends before
   */
  String awaitLine(String start) {
    return await(line -> Optional.of(line).filter(whole -> whole.startsWith(start)));
  }

  /**
   * What the group of the pattern matches in the next line of its standard output that has it.
   *
   * @throws IllegalStateException if the process ends before
   */
  String awaitMatch(Pattern pattern) {
    return await(
        line -> Optional.of(pattern.matcher(line)).filter(Matcher::find).map(m -> m.group(1)));
  }

  private String await(Function<String, Optional<String>> wanted) {
    try {
      String line;
      while ((line = output.readLine()) != null) {
        Optional<String> found = wanted.apply(line);
        if (found.isPresent()) {
          return found.get();
        }
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      throw new IllegalStateException("a process ended early; it said\n" + Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what else it says to its log, lest it wait for a reader. For a process of few words. */
  void listenNoMore() {
    Thread reader =
        new Thread(
            () -> {
              try (Writer file =
                  Files.newBufferedWriter(
                      log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                output.transferTo(file);
              } catch (IOException e) {
                // It has ended.
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it without a warning. */
  void kill() {
    process.destroyForcibly();
    close();
  }

  /** Asks it to end, waits for it, and kills it if it does not. Calling it twice is fine. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IllegalStateException e) {
      // This JVM is ending; the hook does the same.
      process.destroyForcibly();
    }
  }
}
