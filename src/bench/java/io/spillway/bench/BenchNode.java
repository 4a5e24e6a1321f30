package io.spillway.bench;

import io.spillway.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** A node in a process of its own, with the settings that {@code scripts/run.sh} gives it. */
final class BenchNode implements AutoCloseable {
  private static final int OK = 200;
  private static final long READINESS_NAP_NANOS = 5_000_000;
  private static final Pattern LISTENS = Pattern.compile("Spillway listens at ([^\\s\"]+)");

  private final ChildProcess process;
  private final Path data;
  private final URI url;

  private BenchNode(ChildProcess process, Path data, URI url) {
    this.process = process;
    this.data = data;
    this.url = url;
  }

  /** Starts a node on a data directory and waits until it listens. */
  static BenchNode start(Path data, String... jvmOptions) {
    return start(data, List.of(jvmOptions), Map.of(), List.of());
  }

  /** Starts a member of a cluster, with these settings, and waits until it serves. */
  static BenchNode member(Path data, Map<String, String> environment, List<String> flags) {
    return start(data, List.of(), environment, flags);
  }

  private static BenchNode start(
      Path data, List<String> jvmOptions, Map<String, String> environment, List<String> flags) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4");
    command.add("-XX:MaxGCPauseMillis=20");
    command.add("-Xmx2g");
    command.addAll(jvmOptions);
    String more = System.getenv().getOrDefault("SPILLWAY_JAVA_OPTS", "");
    command.addAll(List.of(more.split(" ")).stream().filter(o -> !o.isEmpty()).toList());
    command.addAll(List.of("-jar", System.getProperty("spillway.jar", "target/spillway.jar")));
    command.addAll(List.of("--port", Integer.toString(Ports.free()), "--data", data.toString()));
    command.addAll(flags);
    ChildProcess process =
        ChildProcess.java(data.resolveSibling(data.getFileName() + ".log"), environment, command);
    String url = process.awaitMatch(LISTENS);
    process.listenNoMore();
    return new BenchNode(process, data, URI.create(url));
  }

  /** Signs in as the administrator whose credentials the node has left in its data directory. */
  NodeClient signIn() {
    return NodeClient.signIn(url, credentials());
  }

  /** Where it leaves the credentials of the first administrator, if it is the one to make it. */
  Path credentials() {
    return data.resolve("admin-client.json");
  }

  URI url() {
    return url;
  }

  /** Waits until it says over HTTP that it can do its work. */
  void awaitReadiness() {
    while (ask("/health/ready").statusCode() != OK) {
      LockSupport.parkNanos(READINESS_NAP_NANOS);
    }
  }

  /** What a metric has come to, by its name with its labels; 0 if it does not tell of it. */
  double metric(String name) {
    return ask("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).trim()))
        .sum();
  }

  private HttpResponse<String> ask(String path) {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Ends it without a warning, as {@code kill -9} does. */
  void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
