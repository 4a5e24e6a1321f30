package io.spillway.bench;

import io.spillway.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A node in a process of its own, with the settings that {@code scripts/run.sh} gives it. */
final class BenchNode implements AutoCloseable {
  private static final int OK = 200;
  private static final long READINESS_NAP_NANOS = 5_000_000;
  private static final String READY = "Spillway is ready at ";

  private final ChildProcess process;
  private final Path data;
  private final URI url;

  private BenchNode(ChildProcess process, Path data, URI url) {
    this.process = process;
    this.data = data;
    this.url = url;
  }

  /** Starts a node on a data directory and waits until it has said that it is ready. */
  static BenchNode start(Path data, String... jvmOptions) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4");
    command.add("-XX:MaxGCPauseMillis=20");
    command.add("-Xmx2g");
    command.addAll(List.of(jvmOptions));
    String more = System.getenv().getOrDefault("SPILLWAY_JAVA_OPTS", "");
    command.addAll(List.of(more.split(" ")).stream().filter(o -> !o.isEmpty()).toList());
    command.addAll(List.of("-jar", System.getProperty("spillway.jar", "target/spillway.jar")));
    command.addAll(List.of("--port", Integer.toString(Ports.free()), "--data", data.toString()));
    ChildProcess process =
        ChildProcess.java(data.resolveSibling(data.getFileName() + ".log"), command);
    String line = process.awaitLine(READY);
    process.listenNoMore();
    return new BenchNode(process, data, URI.create(line.substring(READY.length()).trim()));
  }

  /** Signs in as the administrator whose credentials the node has left in its data directory. */
  NodeClient signIn() {
    return NodeClient.signIn(url, data.resolve("admin-client.json"));
  }

  /** Waits until it says over HTTP that it can do its work. */
  void awaitReadiness() {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/health/ready")).build();
    try {
      while (HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          != OK) {
        LockSupport.parkNanos(READINESS_NAP_NANOS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for readiness", e);
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
