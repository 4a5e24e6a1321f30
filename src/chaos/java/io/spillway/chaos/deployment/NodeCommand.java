package io.spillway.chaos.deployment;

import io.spillway.testing.JdkTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a node is started.
 *
 * @param jar the program
 * @param locations of all nodes
 * @param jdbcUrl of their database
 * @param secret the file with the secret of the cluster
 */
record NodeCommand(Path jar, List<NodeLocation> locations, String jdbcUrl, Path secret) {
  private static final int SMALLEST_CLUSTER = 2;

  NodeCommand {
    locations = List.copyOf(locations);
  }

  /** Nodes below which none of them serves. */
  int majority() {
    return locations.size() == 1 ? 1 : Math.max(SMALLEST_CLUSTER, locations.size() / 2 + 1);
  }

  /** Program and arguments for one of the nodes. */
  List<String> argumentsFor(NodeLocation location) {
    List<String> command =
        JdkTool.command(
            "java",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
            "-XX:MaxGCPauseMillis=20",
            "-Xmx512m",
            "-jar",
            jar.toString());
    command.addAll(List.of("--host", location.host()));
    command.addAll(List.of("--port", Integer.toString(location.port())));
    command.addAll(List.of("--data", location.data().toString()));
    command.addAll(List.of("--store", "postgres"));
    command.addAll(List.of("--issuer", "http://localhost:" + locations.get(0).port()));
    command.addAll(List.of("--token-lifetime", "PT24H"));
    command.addAll(List.of("--cluster-port", Integer.toString(location.clusterPort())));
    if (locations.size() > 1) {
      command.addAll(List.of("--cluster-host", location.host()));
      command.addAll(
          List.of(
              "--cluster-members",
              locations.stream().map(NodeLocation::automation).collect(Collectors.joining(","))));
      command.addAll(List.of("--cluster-min-size", Integer.toString(majority())));
      command.addAll(List.of("--cluster-secret-file", secret.toString()));
      command.addAll(
          List.of("--secrets-key-file", secret.resolveSibling("secrets-key.json").toString()));
    }
    return command;
  }

  /** Variables of the environment that every node gets. */
  Map<String, String> environment() {
    return Map.of("SPILLWAY_JDBC_URL", jdbcUrl);
  }
}
