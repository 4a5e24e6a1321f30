package io.spillway.engine.grid;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import io.spillway.store.ExecutionStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** The Hazelcast configuration of a member. */
final class GridConfiguration {
  static final String SEGMENTS = "spillway.segments";

  /** Names that may be used once, with a time to live. */
  static final String USED_NAMES = "spillway.used-names";

  /** The member attribute that holds its event bus id. */
  static final String NODE_ID = "__vertx.nodeId";

  private static final String MAJORITY = "majority";
  private static final String STORE_THREADS_NAME = "hz:map-store-offloadable";
  private static final int STORE_THREADS = 64;

  /** A member without a heartbeat for this long is removed from the cluster. */
  private static final int HEARTBEAT_TIMEOUT_SECONDS = 10;

  private GridConfiguration() {}

  static Config of(GridSettings settings, ExecutionStore store) {
    Config config = new Config().setClusterName(settings.clusterName());
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
    config.setProperty("hazelcast.health.monitoring.level", "OFF");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty(
        "hazelcast.max.no.heartbeat.seconds", Integer.toString(HEARTBEAT_TIMEOUT_SECONDS));
    config.setProperty("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "5");
    config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
    config.setProperty("hazelcast.graceful.shutdown.max.wait", "5");
    config.setProperty("hazelcast.wait.seconds.before.join", "1");
    config.setProperty("hazelcast.max.join.merge.target.seconds", "10");
    // After a split, the parts merge within seconds, not minutes.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    String nodeId = UUID.randomUUID().toString();
    config.getMemberAttributeConfig().setAttribute(NODE_ID, nodeId);
    settings
        .secret()
        .ifPresent(
            secret ->
                config
                    .getMemberAttributeConfig()
                    .setAttribute(
                        MemberProof.ATTRIBUTE,
                        new MemberProof(secret).of(nodeId, addressOf(settings.host()))));
    settings.agreed().attributes().forEach(config.getMemberAttributeConfig()::setAttribute);
    config.getExecutorConfig(STORE_THREADS_NAME).setPoolSize(STORE_THREADS);
    network(config.getAdvancedNetworkConfig(), settings);
    config.addMapConfig(segmentMap(settings, store));
    config.addMapConfig(new MapConfig(USED_NAMES).setBackupCount(1));
    eventBusMaps(config);
    if (settings.minSize() > 1) {
      config.addSplitBrainProtectionConfig(
          new SplitBrainProtectionConfig(MAJORITY, true, settings.minSize()));
    }
    GridSerializers.register(config.getSerializationConfig());
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(DeserializationFilter.config());
    return config;
  }

  /**
   * A port for the member protocol only. The default port for all protocols waits in an endless
   * loop for a peer that accepted a connection but sends nothing, on a thread that also serves
   * other peers: one paused member made the others lose a healthy one. See Hazelcast issue 26473.
   */
  private static void network(AdvancedNetworkConfig network, GridSettings settings) {
    boolean anyPort = settings.port() == 0;
    ServerSocketEndpointConfig endpoint =
        new ServerSocketEndpointConfig()
            .setPort(anyPort ? GridSettings.FIRST_PORT : settings.port())
            .setPortAutoIncrement(anyPort);
    endpoint.getInterfaces().setEnabled(true).addInterface(addressOf(settings.host()));
    network.setEnabled(true).setMemberEndpointConfig(endpoint);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig()
        .setEnabled(!settings.members().isEmpty())
        .setMembers(settings.members())
        .setConnectionTimeoutSeconds(2);
    settings
        .service()
        .ifPresent(
            name -> join.getKubernetesConfig().setEnabled(true).setProperty("service-dns", name));
  }

  private static String addressOf(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          "cluster-host is \"" + host + "\", must be a host name or address of this machine", e);
    }
  }

  /**
   * Segments have no backup: the store is durable, and segments of a lost member are read from it
   * again. Every change would wait for a backup, and one that does not answer, as happens after a
   * merge, would block changes of its segments.
   */
  private static MapConfig segmentMap(GridSettings settings, ExecutionStore store) {
    MapConfig map =
        new MapConfig(SEGMENTS)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(0)
            .setStatisticsEnabled(false)
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(HighestVersionMergePolicy.class.getName()));
    if (settings.minSize() > 1) {
      map.setSplitBrainProtectionName(MAJORITY);
    }
    map.getEvictionConfig().setEvictionPolicy(EvictionPolicy.NONE);
    map.setMapStoreConfig(
        new MapStoreConfig()
            .setImplementation(new SegmentMapStore(store))
            .setInitialLoadMode(MapStoreConfig.InitialLoadMode.LAZY)
            .setWriteDelaySeconds(0)
            .setOffload(true));
    return map;
  }

  /** The maps of the Vert.x cluster manager. */
  private static void eventBusMaps(Config config) {
    for (String name : new String[] {"__vertx.haInfo", "__vertx.nodeInfo"}) {
      config.addMapConfig(new MapConfig(name).setBackupCount(1));
    }
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
  }
}
