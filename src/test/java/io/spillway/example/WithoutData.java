package io.spillway.example;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A member of the grid that holds no data: it owns no automation, does not count for {@code
 * --cluster-min-size}, and may come and go. It listens on the loopback interface only.
 */
public final class WithoutData {
  static final String HOST = "127.0.0.1";

  private static final int FIRST_PORT = 5_801;

  private WithoutData() {}

  /**
   * Its configuration.
   *
   * @param clusterName what the nodes have as {@code --cluster-name}
   * @param members addresses of nodes, {@code host:port} by their {@code --cluster-port}
   */
  public static Config of(String clusterName, List<String> members) {
    return of(clusterName, members, Optional.empty());
  }

  /**
   * As above, for a cluster with a secret.
   *
   * @param secret what the nodes have in {@code --cluster-secret-file}
   */
  public static Config of(String clusterName, List<String> members, Optional<String> secret) {
    Config config = new Config().setClusterName(clusterName).setLiteMember(true);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.socket.bind.any", "false");
    // As the nodes have it: who is silent for so long is taken for dead.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
    // When all nodes were away, they come back as another cluster, which this member then joins. By
    // default Hazelcast looks for one after five minutes, and then every two.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    config.setProperty("hazelcast.wait.seconds.before.join", "1");
    // By this the members of the event bus know each other.
    String nodeId = UUID.randomUUID().toString();
    config.getMemberAttributeConfig().setAttribute("__vertx.nodeId", nodeId);
    secret.ifPresent(
        known ->
            config
                .getMemberAttributeConfig()
                .setAttribute("spillway.proof", Signature.ofMember(known, nodeId, HOST)));
    network(config.getAdvancedNetworkConfig(), members);
    eventBusMaps(config);
    config.getSerializationConfig().setJavaSerializationFilterConfig(onlyFailures());
    return config;
  }

  /** As the nodes have it: a port that speaks the protocol of members and no other. */
  private static void network(AdvancedNetworkConfig network, List<String> members) {
    ServerSocketEndpointConfig endpoint =
        new ServerSocketEndpointConfig().setPort(FIRST_PORT).setPortAutoIncrement(true);
    endpoint.getInterfaces().setEnabled(true).addInterface(HOST);
    network.setEnabled(true).setMemberEndpointConfig(endpoint);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(members);
  }

  /** What Vert.x keeps in the grid; the nodes hold it. */
  private static void eventBusMaps(Config config) {
    for (String name : List.of("__vertx.haInfo", "__vertx.nodeInfo")) {
      config.addMapConfig(new MapConfig(name).setBackupCount(1));
    }
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
  }

  /** Nothing else comes in by Java's own serialization. */
  private static JavaSerializationFilterConfig onlyFailures() {
    return new JavaSerializationFilterConfig()
        .setDefaultsDisabled(true)
        .setWhitelist(
            new ClassFilter()
                .addPrefixes(
                    "com.hazelcast.",
                    "java.lang.",
                    "[Ljava.lang.",
                    "java.util.concurrent.",
                    "java.util.Collections$")
                .addClasses("java.util.ArrayList", "java.util.CollSer", "java.io.IOException"));
  }
}
