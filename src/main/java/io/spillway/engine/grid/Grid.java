package io.spillway.engine.grid;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.spillway.domain.execution.Segment;
import io.spillway.store.Store;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the data grid with one map of segments, held as objects and written through to the
 * store.
 */
public final class Grid implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Grid.class);
  private static final long LEAVE_TIMEOUT_MILLIS = 6_000;

  private final HazelcastInstance hazelcast;
  private final Membership membership;
  private final Segments segments;

  private Grid(HazelcastInstance hazelcast, GridSettings settings) {
    this.hazelcast = hazelcast;
    this.membership = new Membership(hazelcast, settings);
    IMap<Long, Segment> map = hazelcast.getMap(GridConfiguration.SEGMENTS);
    this.segments = new Segments(map);
  }

  /** Starts a member and joins the others; if there are none, one that nobody can reach. Blocks. */
  public static Grid start(GridSettings settings, Store store) {
    Config config = GridConfiguration.of(settings, store.executions());
    return new Grid(start(config, settings), settings);
  }

  private static HazelcastInstance start(Config config, GridSettings settings) {
    if (!settings.isShared()) {
      return UnreachableMember.start(config);
    }
    return GuardedMember.start(config, settings);
  }

  /**
   * Marks a name as used in the cluster. It is kept in the memory of two members.
   *
   * @param period after which it may be used again
   * @return whether it was not used within the period
   */
  public CompletionStage<Boolean> useOnce(String name, Duration period) {
    return hazelcast
        .<String, Boolean>getMap(GridConfiguration.USED_NAMES)
        .putAsync(name, true, period.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(before -> before == null);
  }

  /** For the Vert.x cluster manager. */
  public HazelcastInstance hazelcast() {
    return hazelcast;
  }

  public Membership membership() {
    return membership;
  }

  public Segments segments() {
    return segments;
  }

  /**
   * Leaves the cluster. Blocks up to a limit: when all members stop at once, one may wait for
   * replies of members that are gone, and everything it has is in the store. Idempotent.
   */
  @Override
  public void close() {
    membership.close();
    Thread leaving = new Thread(hazelcast::shutdown, "spillway-leave");
    leaving.setDaemon(true);
    leaving.start();
    try {
      leaving.join(LEAVE_TIMEOUT_MILLIS);
      if (leaving.isAlive()) {
        LOG.warn(
            "this member did not leave the cluster within {} ms; it stops without leaving",
            LEAVE_TIMEOUT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
