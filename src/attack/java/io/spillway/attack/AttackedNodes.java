package io.spillway.attack;

import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.spillway.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** The nodes of one attack: one with a store of its own, or the members of a cluster. */
final class AttackedNodes implements AutoCloseable {
  private final Path home;
  private final String heap;
  private final Queue<ServerProcess> nodes = new ConcurrentLinkedQueue<>();
  private final Thread killer = new Thread(this::killAll);
  private List<MemberPorts> members = List.of();

  private AttackedNodes(Path home, String heap) {
    this.home = home;
    this.heap = heap;
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts what an attack needs.
   *
   * @param home an empty directory
   * @param heap of each node, such as {@code 256m}
   */
  static AttackedNodes start(Attack attack, Path home, String heap) throws IOException {
    AttackedNodes nodes = new AttackedNodes(home, heap);
    if (attack.isOnCluster()) {
      nodes.startCluster();
    } else {
      nodes.start("data", Map.of(), attack.nodeFlags(home));
    }
    return nodes;
  }

  /** They share a database and a secret. */
  private void startCluster() throws IOException {
    members = MemberPorts.ofTwo();
    String addresses =
        members.stream()
            .map(member -> "127.0.0.1:" + member.grid())
            .collect(Collectors.joining(","));
    Path secret = Files.writeString(home.resolve("secret"), UUID.randomUUID() + "\n");
    String database = PostgresServer.shared().newDatabase();
    for (MemberPorts member : members) {
      start(
          "data-" + member.grid(),
          Map.of("SPILLWAY_JDBC_URL", database),
          List.of(
              "--store",
              "postgres",
              "--issuer",
              "http://localhost:8080",
              "--cluster-members",
              addresses,
              "--cluster-port",
              Integer.toString(member.grid()),
              "--cluster-bus-port",
              Integer.toString(member.bus()),
              "--cluster-secret-file",
              secret.toString(),
              "--secrets-key-file",
              secret.resolveSibling("secrets-key.json").toString()));
    }
  }

  private void start(String name, Map<String, String> environment, List<String> flags) {
    List<String> all = new ArrayList<>(List.of("--port", "0", "--log-level", "warn"));
    all.addAll(flags);
    ServerProcess node =
        ServerProcess.launch(
            home.resolve(name),
            home.resolve(name + ".log"),
            environment,
            List.of("-Xmx" + heap),
            all);
    nodes.add(node);
    node.awaitReady();
  }

  /** The one that was started first, and made the first administrator. */
  ServerProcess first() {
    return nodes.element();
  }

  /** Where it listens for the others, if it is a member of a cluster. */
  Optional<MemberPorts> portsOfFirst() {
    return members.stream().findFirst();
  }

  /** What is wrong with one of them, if anything is. */
  Optional<String> problem() {
    if (!nodes.stream().allMatch(ServerProcess::isAlive)) {
      return Optional.of("a node ended");
    }
    return nodes.stream().allMatch(node -> ServerApi.isReady(node.url()))
        ? Optional.empty()
        : Optional.of("a node is not ready afterwards");
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(killer);
    killAll();
  }

  private void killAll() {
    nodes.stream().filter(ServerProcess::isAlive).forEach(ServerProcess::kill);
  }
}
