package io.spillway.it;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.spillway.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Nodes that share a PostgreSQL database and join each other by address. They are numbered from 0.
 * From three on, a majority must see each other. One thread uses it.
 */
final class TestCluster {
  private static final int SMALLEST_WITH_MAJORITY = 3;

  private final Nodes nodes;
  private final Path directory;
  private final String jdbcUrl;
  private final List<Integer> gridPorts;
  private final Path secret;
  private final Map<Integer, ServerProcess> running = new HashMap<>();

  /**
   * @param nodes starts them
   * @param directory holds the data directory of each
   * @param jdbcUrl of their database
   */
  TestCluster(Nodes nodes, Path directory, String jdbcUrl, int size) {
    this.nodes = nodes;
    this.directory = directory;
    this.jdbcUrl = jdbcUrl;
    this.secret = writeSecret(directory);
    this.gridPorts = IntStream.generate(Ports::free).distinct().limit(size).boxed().toList();
  }

  private static Path writeSecret(Path directory) {
    try {
      return Files.writeString(
          directory.resolve("cluster-secret"), UUID.randomUUID().toString() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file with the secret of the cluster. */
  Path secret() {
    return secret;
  }

  /** How many there are. */
  int size() {
    return gridPorts.size();
  }

  /** Starts all of them at once and waits until they are ready. */
  void startAll() {
    List<ServerProcess> launched = new ArrayList<>();
    for (int number = 0; number < gridPorts.size(); number++) {
      launched.add(launch(number));
    }
    launched.forEach(ServerProcess::awaitReady);
  }

  /** Starts one, for the first time or again, and does not wait for it. */
  ServerProcess launch(int number) {
    List<String> flags =
        List.of(
            "--port",
            "0",
            "--store",
            "postgres",
            "--issuer",
            "http://localhost:8080",
            "--cluster-port",
            gridPorts.get(number).toString(),
            "--cluster-members",
            automations(),
            "--cluster-min-size",
            Integer.toString(majority()),
            "--cluster-secret-file",
            secret.toString(),
            "--secrets-key-file",
            secret.resolveSibling("secrets-key.json").toString());
    ServerProcess node = nodes.launch(data(number), Map.of("SPILLWAY_JDBC_URL", jdbcUrl), flags);
    running.put(number, node);
    return node;
  }

  private int majority() {
    int size = gridPorts.size();
    return size < SMALLEST_WITH_MAJORITY ? 0 : size / 2 + 1;
  }

  /** The addresses by which others join, separated by commas. */
  String automations() {
    return gridPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /** The process that was started last under this number. */
  ServerProcess node(int number) {
    ServerProcess node = running.get(number);
    if (node == null) {
      throw new IllegalStateException("node " + number + " was never started");
    }
    return node;
  }

  /** The calls of the first administrator to one of them. */
  ApiCalls at(int number) {
    return new ApiCalls(signIn(number));
  }

  /** Signs in at one of them as the first administrator. */
  ServerApi signIn(int number) {
    return ServerApi.signIn(node(number).url(), firstClient());
  }

  /** The first administrator, whichever of them has made it. */
  AdminCredentials firstClient() {
    return IntStream.range(0, gridPorts.size())
        .mapToObj(this::data)
        .filter(data -> Files.exists(data.resolve(AdminCredentials.FILE)))
        .map(AdminCredentials::read)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node has made the first client"));
  }

  private Path data(int number) {
    return directory.resolve("node-" + number);
  }
}
