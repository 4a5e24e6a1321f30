package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code cluster-config} are what a node takes. */
class ClusterConfigTest {
  private static final Path FILES = Path.of("cluster-config");
  private static final String URL = "jdbc:postgresql://db/spillway?user=u&password=p";

  @TempDir Path data;

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void thereIsOneForEveryKindOfCluster() throws Exception {
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("kubernetes.yaml", "local.yaml", "tcp-ip.yaml");
  }

  @ParameterizedTest
  @MethodSource("files")
  void aNodeOfASharedClusterStartsWithIt(Path file) throws Exception {
    Settings settings = settings(file);

    assertThat(settings.cluster().isShared()).isTrue();
    assertThat(settings.storage().kind()).isEqualTo(StoreKind.POSTGRES);
  }

  @ParameterizedTest
  @CsvSource({"local.yaml, 0", "tcp-ip.yaml, 2", "kubernetes.yaml, 2"})
  void theMinimumIsTheMajorityWhereTheSizeIsKnown(String name, int minSize) throws Exception {
    assertThat(settings(FILES.resolve(name)).cluster().minSize()).isEqualTo(minSize);
  }

  @Test
  void nothingOfALocalClusterLeavesTheMachine() throws Exception {
    Settings settings = settings(FILES.resolve("local.yaml"));

    assertThat(settings.http().isLoopback()).isTrue();
    assertThat(settings.cluster().host()).isEqualTo("127.0.0.1");
    assertThat(settings.cluster().members())
        .hasSizeGreaterThan(1)
        .allMatch(member -> member.startsWith("127.0.0.1:"));
  }

  @Test
  void theHostOfTheExampleIsOneOfItsMembers() throws Exception {
    Settings.Cluster cluster = settings(FILES.resolve("tcp-ip.yaml")).cluster();

    assertThat(cluster.members()).hasSize(3).contains(cluster.host() + ":" + cluster.port());
  }

  @ParameterizedTest
  @CsvSource({"tcp-ip.yaml", "kubernetes.yaml"})
  void allNodesOfItHaveTheSameIssuer(String name) throws Exception {
    assertThat(settings(FILES.resolve(name)).identity().givenIssuer())
        .isEqualTo(Optional.of("https://spillway.example"));
  }

  private Settings settings(Path file) throws Exception {
    Path secret = Files.writeString(data.resolve("cluster-secret"), "s".repeat(32));
    List<String> arguments =
        List.of(
            "--config",
            file.toString(),
            "--data",
            data.resolve("node").toString(),
            "--cluster-secret-file",
            secret.toString());
    Map<String, String> environment = Map.of("SPILLWAY_JDBC_URL", URL);
    return ((Invocation.Start) Invocation.read(arguments, environment, "1")).settings();
  }
}
