package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several nodes, counted from 0, that share a PostgreSQL database. Not thread-safe. */
final class Cluster {
  private final Nodes nodes;
  private final Path directory;
  private final String jdbcUrl;
  private final List<Integer> httpPorts;
  private final List<Integer> gridPorts;
  private final List<ServerProcess> processes = new ArrayList<>();

  private Cluster(Nodes nodes, Path directory, String jdbcUrl, int size) {
    this.nodes = nodes;
    this.directory = directory;
    this.jdbcUrl = jdbcUrl;
    List<Integer> ports = freePorts(2 * size);
    httpPorts = ports.subList(0, size);
    gridPorts = ports.subList(size, 2 * size);
  }

  /**
   * Starts all nodes at once and waits until they are ready.
   *
   * @param directory for their data
   * @param jdbcUrl of an empty database
   */
  static Cluster start(Nodes nodes, Path directory, String jdbcUrl, int size) {
    Cluster cluster = new Cluster(nodes, directory, jdbcUrl, size);
    for (int node = 0; node < size; node++) {
      cluster.processes.add(cluster.launch(node));
    }
    cluster.processes.forEach(ServerProcess::awaitReady);
    return cluster;
  }

  private ServerProcess launch(int node) {
    int size = httpPorts.size();
    String members =
        gridPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    return nodes.launch(
        directory.resolve("node-" + node),
        "--port",
        Integer.toString(httpPorts.get(node)),
        "--issuer",
        "http://localhost:" + httpPorts.get(0),
        "--store",
        "postgres",
        "--jdbc-url",
        jdbcUrl,
        "--cluster-port",
        Integer.toString(gridPorts.get(node)),
        "--cluster-members",
        members,
        "--cluster-min-size",
        Integer.toString(size > 2 ? size / 2 + 1 : 0));
  }

  int size() {
    return processes.size();
  }

  ServerProcess node(int node) {
    return processes.get(node);
  }

  /** Starts a node again and does not wait for it. */
  ServerProcess startAgain(int node) {
    assertThat(node(node).isAlive()).as("node %d runs", node).isFalse();
    processes.set(node, launch(node));
    return node(node);
  }

  /** Signs in at a node as the first administrator. */
  Operations at(int node) {
    return new Operations(Api.signIn(node(node).url(), firstClient()));
  }

  /** Members' addresses on the grid. */
  List<String> members() {
    return gridPorts.stream().map(port -> "127.0.0.1:" + port).toList();
  }

  private FirstClient firstClient() {
    return IntStream.range(0, size())
        .mapToObj(node -> directory.resolve("node-" + node))
        .filter(data -> Files.exists(data.resolve(FirstClient.FILE)))
        .findFirst()
        .map(FirstClient::read)
        .orElseThrow(() -> new AssertionError("no node has made a first client"));
  }

  /** Ports that are free now. */
  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
