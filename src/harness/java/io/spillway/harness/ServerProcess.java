package io.spillway.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.testing.JdkTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node in a JVM of its own. What it prints goes to a file. */
public final class ServerProcess {
  private static final Pattern LISTENS =
      Pattern.compile("Spillway listens at (https?://[^\\s\"]+)");
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final Path data;
  private final Path log;

  private ServerProcess(Process process, Path data, Path log) {
    this.process = process;
    this.data = data;
    this.log = log;
  }

  /** Starts a JVM on a data directory, with no settings but these, and does not wait for it. */
  public static ServerProcess launch(
      Path data,
      Path log,
      Map<String, String> environment,
      List<String> jvmOptions,
      List<String> flags) {
    String archive = "-XX:SharedArchiveFile=" + ClassArchive.of(jar());
    return launch(archive, data, log, environment, jvmOptions, flags);
  }

  /**
   * As the other.
   *
   * @param archive how the JVM reads or writes an archive of classes
   */
  static ServerProcess launch(
      String archive,
      Path data,
      Path log,
      Map<String, String> environment,
      List<String> jvmOptions,
      List<String> flags) {
    // Many starts, all of them short: the second compiler would not earn its time.
    List<String> command = JdkTool.command("java", "-XX:TieredStopAtLevel=1", archive);
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", jar().toString(), "--data", data.toString()));
    command.addAll(flags);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPILLWAY_"));
    builder.environment().putAll(environment);
    try {
      return new ServerProcess(builder.start(), data, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar() {
    return Path.of(Objects.requireNonNull(System.getProperty("spillway.jar"), "spillway.jar"));
  }

  /** Waits until it can do its work. */
  public ServerProcess awaitReady() {
    await("readiness of the node")
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              assertThat(process.isAlive()).as("the node runs").isTrue();
              return announced().isPresent() && ServerApi.isReady(announced().get());
            });
    return this;
  }

  /** Signs in as the first administrator. */
  public ServerApi signIn() {
    return ServerApi.signIn(url(), AdminCredentials.read(data));
  }

  /** Where it listens. */
  public URI url() {
    return announced().orElseThrow(() -> new AssertionError("the node has not logged its address"));
  }

  private Optional<URI> announced() {
    // In JSON, slashes are escaped.
    Matcher listens = LISTENS.matcher(log().replace("\\/", "/"));
    return listens.find() ? Optional.of(URI.create(listens.group(1))) : Optional.empty();
  }

  /** Asserts that it has logged no warning since it began to stop. */
  public void assertStoppedQuietly() {
    assertThat(log().lines().dropWhile(line -> !line.contains("stopping: refusing new requests")))
        .as("a clean stop")
        .isNotEmpty()
        .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
  }

  /** Its output so far. */
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for this long; the process must not exit meanwhile. */
  public void letRun(Duration time) {
    assertThat(waitFor(time)).as("the node ended by itself").isFalse();
  }

  /** Ends it without a warning, as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    assertThat(waitFor(KILL_LIMIT)).as("the killed node is gone").isTrue();
  }

  /** Asks it to end, as {@code kill} does, and does not wait. */
  public void terminate() {
    process.destroy();
  }

  /** Waits for its end and answers its exit code. */
  public int exitCode(Duration limit) {
    assertThat(waitFor(limit)).as("the node ends within %s", limit).isTrue();
    return process.exitValue();
  }

  private boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the node", e);
    }
  }
}
