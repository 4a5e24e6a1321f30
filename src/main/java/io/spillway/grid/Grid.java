package io.spillway.grid;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.spillway.execution.Segment;
import io.spillway.store.Store;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A member of the data grid: one map of segments, in memory as objects and written through to the
 * store.
 */
public final class Grid implements AutoCloseable {
  private static final String SEGMENTS = "spillway.segments";
  private static final String STORE_THREADS_NAME = "hz:map-store-offloadable";
  private static final int STORE_THREADS = 64;
  private static final int SEARCH_THREADS = 4;
  private static final int SEARCHES_WAITING = 1_000;

  private final HazelcastInstance hazelcast;
  private final ExecutorService searchers;
  private final Segments segments;
  private final GridSearch search;

  private Grid(HazelcastInstance hazelcast, Store store) {
    this.hazelcast = hazelcast;
    this.searchers =
        new ThreadPoolExecutor(
            SEARCH_THREADS,
            SEARCH_THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(SEARCHES_WAITING),
            task -> new Thread(task, "spillway-search"));
    IMap<Long, Segment> map = hazelcast.getMap(SEGMENTS);
    this.segments = new Segments(map);
    this.search = new GridSearch(segments, store.executions(), searchers);
  }

  /**
   * Starts the one member of a grid, reachable from this machine only. Blocks.
   *
   * @param store where segments are kept
   * @param port of the member; the next free one if it is taken
   */
  public static Grid startSingle(Store store, int port) {
    Config config = new Config().setClusterName("spillway");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
    config.setProperty("hazelcast.health.monitoring.level", "OFF");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "15");
    config.setProperty("hazelcast.socket.bind.any", "false");
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(port).setPortAutoIncrement(true);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(false);
    config.getMemberAttributeConfig().setAttribute("__vertx.nodeId", UUID.randomUUID().toString());
    config.getExecutorConfig(STORE_THREADS_NAME).setPoolSize(STORE_THREADS);
    config.addMapConfig(segmentMap(store));
    for (String name : new String[] {"__vertx.haInfo", "__vertx.nodeInfo"}) {
      config.addMapConfig(new MapConfig(name).setBackupCount(1));
    }
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    GridSerializers.register(config.getSerializationConfig());
    return new Grid(Hazelcast.newHazelcastInstance(config), store);
  }

  private static MapConfig segmentMap(Store store) {
    MapConfig map =
        new MapConfig(SEGMENTS)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(1)
            .setStatisticsEnabled(false);
    map.getEvictionConfig().setEvictionPolicy(EvictionPolicy.NONE);
    map.setMapStoreConfig(
        new MapStoreConfig()
            .setImplementation(new SegmentMapStore(store.executions()))
            .setInitialLoadMode(MapStoreConfig.InitialLoadMode.LAZY)
            .setWriteDelaySeconds(0)
            .setOffload(true));
    return map;
  }

  /** The member, for the cluster manager of Vert.x. */
  public HazelcastInstance hazelcast() {
    return hazelcast;
  }

  public Segments segments() {
    return segments;
  }

  public ExecutionSearch search() {
    return search;
  }

  /** Leaves the grid. Blocks; calling it twice is fine. */
  @Override
  public void close() {
    searchers.shutdown();
    hazelcast.shutdown();
  }
}
