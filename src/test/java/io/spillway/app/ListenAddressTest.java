package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
  @Test
  void aPortInUseIsRefusedWithTheSettingThatNamesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      String why =
          ": 127.0.0.1:"
              + port
              + " is in use by another process: end that one, or choose another port";

      assertThatThrownBy(() -> http("127.0.0.1", port).probe())
          .isInstanceOf(RefusedStartException.class)
          .hasMessage("--port" + why);
      assertThatThrownBy(() -> probe(cluster("127.0.0.1", port, 0)))
          .hasMessage("--cluster-port" + why);
      assertThatThrownBy(() -> probe(cluster("127.0.0.1", 0, port)))
          .hasMessage("--cluster-bus-port" + why);
    }
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsRefused() {
    String why = ": 192.0.2.1 is not an address of this machine, must be one of its addresses";

    assertThatThrownBy(() -> http("192.0.2.1", 0).probe())
        .isInstanceOf(RefusedStartException.class)
        .hasMessage("--host" + why);
    assertThatThrownBy(() -> probe(cluster("192.0.2.1", 0, 0))).hasMessage("--cluster-host" + why);
  }

  @Test
  void anUnknownHostIsRefused() {
    assertThatThrownBy(() -> http("nowhere.invalid", 0).probe())
        .isInstanceOf(RefusedStartException.class)
        .hasMessage(
            "--host: the host nowhere.invalid is unknown, must be a host name or address of this"
                + " machine");
  }

  @Test
  void otherReasonsAreTold() {
    assertThat(http("::1", 80).refusal(new BindException("Permission denied")))
        .hasMessageStartingWith("--port: [::1]:80 is not allowed to the user of the node: choose");
    assertThat(http("::1", 80).refusal(new IOException("Too many open files")))
        .hasMessage("--port: the node cannot listen at [::1]:80 (Too many open files)");
  }

  @Test
  void aPortThatIsFreeIsAccepted() {
    assertThat(http("127.0.0.1", 0).probe()).isPositive();
    probe(cluster("127.0.0.1", 0, 0));
  }

  @Test
  void aNodeWithoutAClusterListensForHttpOnly() {
    assertThat(ListenAddress.ofCluster(cluster(List.of(), "192.0.2.1", 0, 0))).isEmpty();
  }

  private static void probe(Settings.Cluster cluster) {
    ListenAddress.ofCluster(cluster).forEach(ListenAddress::probe);
  }

  private static ListenAddress http(String host, int port) {
    return new ListenAddress(Setting.HOST, host, Setting.PORT, port);
  }

  private static Settings.Cluster cluster(String host, int port, int busPort) {
    return cluster(List.of("127.0.0.1:5701"), host, port, busPort);
  }

  private static Settings.Cluster cluster(
      List<String> members, String host, int port, int busPort) {
    return new Settings.Cluster(
        "test",
        host,
        port,
        busPort,
        members,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty());
  }
}
