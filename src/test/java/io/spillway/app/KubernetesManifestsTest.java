package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests start what {@code kubernetes.yaml} describes. */
class KubernetesManifestsTest {
  private static final Path CONFIG = Path.of("cluster-config", "kubernetes.yaml");
  private static final Path MANIFESTS = Path.of("cluster-config", "kubernetes");
  private static final Path CONTRACT = Path.of("src", "main", "resources", "openapi.yaml");

  private static final int POSTGRESQL_PORT = 5432;
  private static final int HTTPS_PORT = 443;

  /** What Kubernetes fills in where a manifest names a variable. */
  private static final Map<String, String> FILLED_IN =
      Map.of(
          "SPILLWAY_CLUSTER_HOST", "10.1.2.3",
          "SPILLWAY_JDBC_URL", "jdbc:postgresql://db/spillway?user=u&password=p");

  private final Map<String, Object> manifests = new HashMap<>();

  @TempDir Path data;

  @BeforeEach
  void readManifests() throws IOException {
    try (Stream<Path> files = Files.list(MANIFESTS)) {
      for (Path file : files.sorted().toList()) {
        for (Object manifest : documents(file)) {
          String name = at(manifest, "kind") + "/" + at(manifest, "metadata", "name");
          assertThat(manifests.put(name, manifest)).as(name).isNull();
        }
      }
    }
  }

  @Test
  void thereIsAllThatAClusterNeeds() {
    assertThat(manifests)
        .containsOnlyKeys(
            "Service/spillway-members",
            "Service/spillway",
            "StatefulSet/spillway",
            "PodDisruptionBudget/spillway",
            "NetworkPolicy/spillway");
  }

  @Test
  void aPodStartsWithTheVariablesItIsGiven() throws Exception {
    Settings settings = settings();

    assertThat(settings.cluster().host()).isEqualTo("10.1.2.3");
    assertThat(settings.storage().jdbcUrl()).contains(FILLED_IN.get("SPILLWAY_JDBC_URL"));
    assertThat(at(pod(), "enableServiceLinks")).as("variables of services").isEqualTo(false);
  }

  @Test
  void aPodReadsTheFileWhereItIsMounted() throws Exception {
    assertThat(at(container(), "args"))
        .isEqualTo(List.of("--config", "/etc/spillway/" + CONFIG.getFileName()));
    assertThat(mountPath("config")).isEqualTo("/etc/spillway");
    assertThat(at(container(), "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(written(Setting.DATA)).isEqualTo(mountPath("data") + "/node");
    assertThat(mountPath("cluster-secret") + "/secret")
        .isEqualTo(written(Setting.CLUSTER_SECRET_FILE));
    assertThat(mountPath("secrets-key") + "/secrets-key.json")
        .isEqualTo(written(Setting.SECRETS_KEY_FILE));
  }

  @Test
  void thePortsOfThePodAreThoseOfTheFile() throws Exception {
    Settings settings = settings();

    assertThat(at(container(), "ports"))
        .isEqualTo(
            List.of(
                Map.of("name", "http", "containerPort", settings.http().port()),
                Map.of("name", "grid", "containerPort", settings.cluster().port()),
                Map.of("name", "bus", "containerPort", settings.cluster().busPort())));
  }

  @Test
  void membersFindEachOtherByTheHeadlessServiceBeforeTheyAreReady() throws Exception {
    Settings.Cluster cluster = settings().cluster();
    String name = cluster.service().orElseThrow();
    Object service = manifest("Service/" + name);

    assertThat(at(service, "spec", "clusterIP")).isEqualTo("None");
    assertThat(at(service, "spec", "publishNotReadyAddresses")).isEqualTo(true);
    assertThat(at(statefulSet(), "spec", "serviceName")).isEqualTo(name);
    assertThat(at(statefulSet(), "spec", "podManagementPolicy")).isEqualTo("Parallel");
    assertThat(List.of(at(service, "spec", "ports", 0), at(service, "spec", "ports", 1)))
        .isEqualTo(
            List.of(
                Map.of("name", "grid", "port", cluster.port(), "targetPort", "grid"),
                Map.of("name", "bus", "port", cluster.busPort(), "targetPort", "bus")));
  }

  @Test
  void everySelectorSelectsThePods() {
    Object labels = at(statefulSet(), "spec", "template", "metadata", "labels");

    assertThat(
            List.of(
                at(statefulSet(), "spec", "selector", "matchLabels"),
                at(manifest("Service/spillway"), "spec", "selector"),
                at(manifest("Service/spillway-members"), "spec", "selector"),
                at(manifest("PodDisruptionBudget/spillway"), "spec", "selector", "matchLabels"),
                at(manifest("NetworkPolicy/spillway"), "spec", "podSelector", "matchLabels")))
        .containsOnly(labels);
  }

  @Test
  void onlyMembersReachThePortsOfTheCluster() throws Exception {
    Settings settings = settings();
    Object rules = at(manifest("NetworkPolicy/spillway"), "spec", "ingress");
    Object labels = at(statefulSet(), "spec", "template", "metadata", "labels");

    assertThat(at(rules, 0))
        .isEqualTo(
            Map.of(
                "from",
                List.of(Map.of("podSelector", Map.of("matchLabels", labels))),
                "ports",
                List.of(tcp(settings.cluster().port()), tcp(settings.cluster().busPort()))));
  }

  @Test
  void onlyTheIngressAndTheMonitoringReachHttpAndSoTheMetrics() throws Exception {
    Object rules = at(manifest("NetworkPolicy/spillway"), "spec", "ingress");

    assertThat((List<?>) rules).hasSize(2);
    assertThat(at(rules, 1))
        .isEqualTo(
            Map.of(
                "from",
                List.of(namespace("ingress-nginx"), namespace("monitoring")),
                "ports",
                List.of(tcp(settings().http().port()))));
  }

  @Test
  void aPodReachesMembersNamesTheDatabaseAndWebhooksOnly() throws Exception {
    Settings settings = settings();
    Object policy = at(manifest("NetworkPolicy/spillway"), "spec");
    Object labels = at(statefulSet(), "spec", "template", "metadata", "labels");

    assertThat(at(policy, "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    assertThat(at(policy, "egress"))
        .isEqualTo(
            List.of(
                Map.of(
                    "to",
                    List.of(Map.of("podSelector", Map.of("matchLabels", labels))),
                    "ports",
                    List.of(tcp(settings.cluster().port()), tcp(settings.cluster().busPort()))),
                Map.of("ports", List.of(Map.of("protocol", "UDP", "port", 53), tcp(53))),
                Map.of("ports", List.of(tcp(POSTGRESQL_PORT))),
                Map.of("ports", List.of(tcp(HTTPS_PORT)))));
  }

  private static Map<String, Object> namespace(String name) {
    return Map.of(
        "namespaceSelector", Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", name)));
  }

  @Test
  void maintenanceLeavesTheMajorityThatANodeWaitsFor() throws Exception {
    int minSize = settings().cluster().minSize();

    assertThat(at(manifest("PodDisruptionBudget/spillway"), "spec", "minAvailable"))
        .isEqualTo(minSize);
    assertThat(at(statefulSet(), "spec", "replicas")).isEqualTo(2 * minSize - 1);
    assertThat(at(manifest("PodDisruptionBudget/spillway"), "spec", "unhealthyPodEvictionPolicy"))
        .as("a pod that is not ready holds nothing up")
        .isEqualTo("AlwaysAllow");
  }

  @Test
  void aPodHasLongerToEndThanItsPauseAndWhatANodeTakesToDrain() throws Exception {
    Object pause = at(container(), "lifecycle", "preStop", "exec", "command");
    assertThat(at(pause, 0)).isEqualTo("sleep");

    assertThat((Integer) at(pod(), "terminationGracePeriodSeconds"))
        .isGreaterThan(
            Integer.parseInt((String) at(pause, 1))
                + (int) settings().http().drainTimeout().toSeconds()
                + 10);
  }

  @Test
  void theProbesAskForPathsThatTheServerHas() throws IOException {
    Map<String, String> paths =
        Map.of(
            "startupProbe", "/health/live",
            "readinessProbe", "/health/ready",
            "livenessProbe", "/health/live");

    for (Map.Entry<String, String> probe : paths.entrySet()) {
      assertThat(at(container(), probe.getKey(), "httpGet"))
          .isEqualTo(Map.of("path", probe.getValue(), "port", "http"));
      assertThat(at(documents(CONTRACT).get(0), "paths", probe.getValue())).isInstanceOf(Map.class);
    }
  }

  private static Map<String, Object> tcp(int port) {
    return Map.of("protocol", "TCP", "port", port);
  }

  private Object manifest(String name) {
    return at(manifests, name);
  }

  private Object statefulSet() {
    return manifest("StatefulSet/spillway");
  }

  private Object pod() {
    return at(statefulSet(), "spec", "template", "spec");
  }

  private Object container() {
    return at(pod(), "containers", 0);
  }

  private Object mountPath(String volume) {
    assertThat(at(container(), "volumeMounts")).isInstanceOf(List.class);
    for (Object mount : (List<?>) at(container(), "volumeMounts")) {
      if (at(mount, "name").equals(volume)) {
        return at(mount, "mountPath");
      }
    }
    throw new AssertionError("nothing is mounted from volume " + volume);
  }

  /** The value as it stands in the file. */
  private static String written(Setting<?> setting) throws SettingsException {
    Map<Setting<?>, RawValue> file = new ConfigFile(CONFIG).read();
    return Objects.requireNonNull(file.get(setting), setting.name()).text();
  }

  /** The settings of a pod: the file and the variables that the manifest names. */
  private Settings settings() throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (Object variable : (List<?>) at(container(), "env")) {
      String name = (String) at(variable, "name");
      environment.put(name, (String) at(FILLED_IN, name));
    }
    Path secret = Files.writeString(data.resolve("cluster-secret"), "s".repeat(32));
    List<String> arguments =
        List.of(
            "--config",
            CONFIG.toString(),
            "--data",
            data.resolve("node").toString(),
            "--cluster-secret-file",
            secret.toString());
    return ((Invocation.Start) Invocation.read(arguments, environment, "1")).settings();
  }

  private static List<Object> documents(Path file) throws IOException {
    List<Object> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(Files.readString(file))
        .forEach(documents::add);
    return documents;
  }

  /** What is in a tree of maps and lists at a path of keys and indexes. */
  private static Object at(Object tree, Object... path) {
    Object node = tree;
    for (Object step : path) {
      node =
          Objects.requireNonNull(
              node instanceof List<?> list && step instanceof Integer index
                  ? list.get(index)
                  : ((Map<?, ?>) node).get(step),
              () -> step + " of " + List.of(path));
    }
    return node;
  }
}
