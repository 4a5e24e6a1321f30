package io.spillway.bench;

import io.spillway.testing.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Members of one cluster, each in a process of its own, over one database. */
final class BenchCluster implements AutoCloseable {
  private static final String ADMITTED = "spillway_triggers_total{outcome=\"admitted\"}";

  private final List<BenchNode> members;
  private final List<NodeClient> clients;

  private BenchCluster(List<BenchNode> members, List<NodeClient> clients) {
    this.members = List.copyOf(members);
    this.clients = List.copyOf(clients);
  }

  /** Starts so many members and waits until all see each other. */
  static BenchCluster start(Workspace workspace, DatabaseServer server, String database, int size) {
    List<Integer> ports = Stream.generate(Ports::free).distinct().limit(size).toList();
    String addresses =
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    List<BenchNode> members = new ArrayList<>();
    try {
      for (int port : ports) {
        Path data = workspace.path(database + "-" + members.size());
        members.add(
            BenchNode.member(
                data,
                Map.of("SPILLWAY_JDBC_URL", server.url(database)),
                List.of(
                    "--store",
                    "postgres",
                    "--issuer",
                    "http://localhost:8080",
                    "--cluster-name",
                    database,
                    "--cluster-port",
                    Integer.toString(port),
                    "--cluster-members",
                    addresses,
                    "--secrets-key-file",
                    data.resolveSibling("secrets-key-" + database + ".json").toString(),
                    // Ready are those that see all.
                    "--cluster-min-size",
                    Integer.toString(size))));
      }
      members.forEach(BenchNode::awaitReadiness);
      return new BenchCluster(members, signIn(members));
    } catch (RuntimeException e) {
      members.forEach(BenchNode::close);
      throw e;
    }
  }

  private static List<NodeClient> signIn(List<BenchNode> members) {
    Path credentials =
        members.stream()
            .map(BenchNode::credentials)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no member made the first client"));
    return members.stream().map(member -> NodeClient.signIn(member.url(), credentials)).toList();
  }

  int size() {
    return members.size();
  }

  /** A client of one member; of each in turn, if the number rises. */
  NodeClient client(int number) {
    return clients.get(number % clients.size());
  }

  /** A load generator whose connections are spread over the members. */
  LoadGenerator load(List<byte[]> requests, int connections) {
    return new LoadGenerator(members.stream().map(BenchNode::url).toList(), requests, connections);
  }

  /** Processor seconds that each member takes while something is done, compilation apart. */
  MemberSpread processorSeconds(Runnable work) {
    return growth(
        member -> ProcessorTimes.of(member.pid()), work, (before, now) -> now.secondsSince(before));
  }

  /** Triggers that each member admits, as owner of their automations, while something is done. */
  MemberSpread admitted(Runnable work) {
    return growth(member -> member.metric(ADMITTED), work, (before, now) -> now - before);
  }

  private <T> MemberSpread growth(
      Function<BenchNode, T> look, Runnable work, ToDoubleBiFunction<T, T> growth) {
    List<T> before = members.stream().map(look).toList();
    work.run();
    List<T> now = members.stream().map(look).toList();
    return new MemberSpread(
        IntStream.range(0, members.size())
            .mapToObj(number -> growth.applyAsDouble(before.get(number), now.get(number)))
            .toList());
  }

  @Override
  public void close() {
    members.forEach(BenchNode::close);
  }
}
