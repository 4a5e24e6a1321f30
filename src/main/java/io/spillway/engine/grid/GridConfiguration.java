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

/** How a member of the grid is configured. */
final class GridConfiguration {
  static final String SEGMENTS = "spillway.segments";

  /** The attribute in which a member tells the others its id on the event bus. */
  static final String NODE_ID = "__vertx.nodeId";

  private static final String MAJORITY = "majority";
  private static final String STORE_THREADS_NAME = "hz:map-store-offloadable";
  private static final int STORE_THREADS = 64;

  /** A member that is silent for so long is taken for dead. */
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
    // Parts of a cluster that see each other again become one within seconds, not minutes.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    config.getMemberAttributeConfig().setAttribute(NODE_ID, UUID.randomUUID().toString());
    config.getExecutorConfig(STORE_THREADS_NAME).setPoolSize(STORE_THREADS);
    network(config.getAdvancedNetworkConfig(), settings);
    config.addMapConfig(segmentMap(settings, store));
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
   * A port that speaks the protocol of members and no other. The usual one, that speaks them all,
   * waits for a peer that has accepted a connection and says nothing in an endless loop on a thread
   * that serves other peers too, which may then not hear from this member: a paused member took a
   * healthy one with it. See issue 26473 of Hazelcast.
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
          "cluster-host: \"" + host + "\" has no address; allowed is a host of this machine", e);
    }
  }

  /**
   * Segments have no backup. What is durable is in the store, and what a member takes with it comes
   * back from there; a backup would have to be waited for, and one that does not answer, as happens
   * after parts of a cluster have met again, keeps its segments from being changed.
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

  /** What the cluster manager of Vert.x keeps in the grid. */
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
