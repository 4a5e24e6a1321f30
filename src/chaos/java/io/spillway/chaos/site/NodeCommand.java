package io.spillway.chaos.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a node is started.
 *
 * @param jar the program
 * @param places of all nodes
 * @param jdbcUrl of their database
 */
record NodeCommand(Path jar, List<Place> places, String jdbcUrl) {
  private static final int SMALLEST_CLUSTER = 2;

  NodeCommand {
    places = List.copyOf(places);
  }

  /** Nodes below which none of them serves. */
  int majority() {
    return places.size() == 1 ? 1 : Math.max(SMALLEST_CLUSTER, places.size() / 2 + 1);
  }

  /** Program and arguments for one of the nodes. */
  List<String> argumentsFor(Place place) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
            "-XX:MaxGCPauseMillis=20",
            "-Xmx512m",
            "-jar",
            jar.toString()));
    command.addAll(List.of("--host", place.host()));
    command.addAll(List.of("--port", Integer.toString(place.port())));
    command.addAll(List.of("--data", place.data().toString()));
    command.addAll(List.of("--store", "postgres"));
    command.addAll(List.of("--issuer", "http://localhost:" + places.get(0).port()));
    command.addAll(List.of("--token-lifetime", "PT24H"));
    command.addAll(List.of("--cluster-port", Integer.toString(place.clusterPort())));
    if (places.size() > 1) {
      command.addAll(List.of("--cluster-host", place.host()));
      command.addAll(
          List.of(
              "--cluster-members",
              places.stream().map(Place::member).collect(Collectors.joining(","))));
      command.addAll(List.of("--cluster-min-size", Integer.toString(majority())));
    }
    return command;
  }

  /** Variables of the environment that every node gets. */
  Map<String, String> environment() {
    return Map.of("SPILLWAY_JDBC_URL", jdbcUrl);
  }
}
