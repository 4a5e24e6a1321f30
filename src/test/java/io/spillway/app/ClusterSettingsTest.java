package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.engine.grid.AgreedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {
  private final Path directory;

  ClusterSettingsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.11:5701|10.0.0.11:5701",
        "node-1, node-2:5702 ,node-3:65535|node-1;node-2:5702;node-3:65535",
        "[::1],[fd00::3]:5701|[::1];[fd00::3]:5701",
      })
  void membersAreHostsWithOrWithoutAPort(String text, String members) throws Exception {
    Settings.Cluster cluster = inPostgres("--cluster-members", text).cluster();

    assertThat(cluster.members()).containsExactly(members.split(";"));
    assertThat(cluster.isShared()).isTrue();
  }

  @Test
  void issuerHostQuorumAndQuotasMustBeTheSameOnAllMembers() throws Exception {
    AgreedSettings agreed =
        inPostgres(
                "--cluster-members",
                "127.0.0.1:5701",
                "--issuer",
                "https://spillway.example",
                "--cluster-min-size",
                "2")
            .agreed(8_080);

    assertThat(agreed.required()).containsExactly(Map.entry("issuer", "https://spillway.example"));
    assertThat(agreed.expected())
        .containsEntry("cluster-min-size", "2")
        .containsOnlyKeys(
            "public-host",
            "cluster-min-size",
            "max-automations",
            "max-definition-bytes",
            "max-context-bytes-per-day");
    assertThat(inPostgres("--cluster-members", "127.0.0.1:5701").agreed(8_081).required())
        .containsExactly(Map.entry("issuer", "http://localhost:8081"));
  }

  @Test
  void membersCanBeFoundByAService() throws Exception {
    Settings.Cluster cluster =
        inPostgres(
                "--cluster-service",
                "spillway-members.prod.svc",
                "--cluster-host",
                "10.1.2.3",
                "--cluster-port",
                "5701",
                "--cluster-bus-port",
                "5702",
                "--cluster-min-size",
                "2",
                "--cluster-secret-file",
                secret("0123456789abcdef0123456789abcdef\n"))
            .cluster();

    assertThat(cluster.service()).contains("spillway-members.prod.svc");
    assertThat(cluster.host()).isEqualTo("10.1.2.3");
    assertThat(List.of(cluster.port(), cluster.busPort(), cluster.minSize()))
        .containsExactly(5_701, 5_702, 2);
    assertThat(cluster.secret()).isPresent();
    assertThat(cluster.isShared()).isTrue();
  }

  @Test
  void aClusterWithoutASecretStaysOnOneMachine() throws Exception {
    assertThat(
            inPostgres("--cluster-members", "a", "--cluster-host", "localhost").cluster().secret())
        .isEmpty();
    assertThatThrownBy(() -> inPostgres("--cluster-members", "a", "--cluster-host", "10.1.2.3"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "cluster-host is \"10.1.2.3\" (flag --cluster-host), must be a loopback")
        .hasMessageContaining("--cluster-secret-file");
  }

  @Test
  void aShortSecretIsRefusedAndNotShown() {
    assertThatThrownBy(
            () ->
                inPostgres("--cluster-members", "a", "--cluster-secret-file", secret("hunter2\n")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("a file with at least 32 characters; the secret has 7 characters")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "cluster-tls-certificate, cluster-tls-key",
    "cluster-tls-key, cluster-tls-ca",
    "cluster-tls-ca, cluster-tls-certificate"
  })
  void theFilesForTlsBelongTogether(String given, String missing) {
    assertThatThrownBy(() -> inPostgres("--cluster-members", "a", "--" + given, secret("x")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("must be used together with --" + missing + ", which is not set");
  }

  private String secret(String text) throws IOException {
    return Files.writeString(directory.resolve("secret"), text).toString();
  }

  @Test
  void twoWaysToFindMembersAreRefused() {
    assertThatThrownBy(() -> inPostgres("--cluster-service", "members", "--cluster-members", "a"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "cluster-service is \"members\" (flag --cluster-service), must be unset if"
                + " cluster-members is set (flag --cluster-members)");
  }

  @ParameterizedTest
  @CsvSource({"cluster-members, sqlite", "cluster-service, memory"})
  void membersOverAStoreOfOneNodeAreRefused(String setting, String store) {
    assertRefused(List.of("--" + setting, "a", "--store", store))
        .hasMessage(
            ("%s is \"a\" (flag --%s), must be unset with --store %s (flag --store): a cluster of more"
                    + " than one member needs --store postgres and --jdbc-url")
                .formatted(setting, setting, store));
  }

  @Test
  void aMinimumThatAMemberAloneNeverReachesIsRefused() {
    assertRefused(List.of("--cluster-min-size", "2"))
        .hasMessage(
            "cluster-min-size is \"2\" (flag --cluster-min-size), must be 0 or 1 without"
                + " --cluster-members or --cluster-service");
  }

  @Test
  void aMinimumOfOneIsFineForAMemberAlone() throws Exception {
    assertThat(settings(List.of("--cluster-min-size", "1")).cluster().minSize()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void aClusterHostThatNobodyReachesIsRefused(String host) {
    assertRefused(List.of("--cluster-host", host))
        .hasMessage(
            "cluster-host is \"%s\" (flag --cluster-host), must be an address of this machine at"
                    .formatted(host)
                + " which other members reach it");
  }

  @ParameterizedTest
  @CsvSource({"--port, HTTP", "--cluster-port, the data grid"})
  void theBusHasAPortOfItsOwn(String flag, String purpose) {
    assertRefused(List.of(flag, "5702", "--cluster-bus-port", "5702"))
        .hasMessage(
            "cluster-bus-port is \"5702\" (flag --cluster-bus-port), must be a port other than"
                + " 5702, the port for %s (flag %s)".formatted(purpose, flag));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(List<String> arguments) {
    return assertThatThrownBy(() -> settings(arguments)).isInstanceOf(SettingsException.class);
  }

  private Settings inPostgres(String... arguments) throws SettingsException {
    List<String> all = new ArrayList<>(List.of("--store", "postgres"));
    all.addAll(List.of("--jdbc-url", "jdbc:postgresql://db/spillway"));
    all.addAll(List.of(arguments));
    return settings(all);
  }

  private Settings settings(List<String> arguments) throws SettingsException {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--data", directory.resolve("data").toString()));
    return ((Invocation.Start) Invocation.read(all, Map.of(), "1")).settings();
  }
}
