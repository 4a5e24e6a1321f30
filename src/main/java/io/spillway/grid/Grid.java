package io.spillway.grid;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.spillway.execution.Segment;
import io.spillway.store.Store;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the data grid: one map of segments, in memory as objects and written through to the
 * store.
 */
public final class Grid implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Grid.class);
  private static final long LEAVE_MILLIS = 6_000;
  private static final int SEARCH_THREADS = 4;
  private static final int SEARCHES_WAITING = 1_000;

  private final HazelcastInstance hazelcast;
  private final ExecutorService searchers;
  private final Membership membership;
  private final Segments segments;
  private final GridSearch search;
  private final GridHeld held;

  private Grid(HazelcastInstance hazelcast, GridSettings settings, Store store) {
    this.hazelcast = hazelcast;
    this.searchers =
        new ThreadPoolExecutor(
            SEARCH_THREADS,
            SEARCH_THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(SEARCHES_WAITING),
            task -> new Thread(task, "spillway-search"));
    this.membership = new Membership(hazelcast, settings);
    IMap<Long, Segment> map = hazelcast.getMap(GridConfiguration.SEGMENTS);
    this.segments = new Segments(map);
    this.search = new GridSearch(segments, store.executions(), searchers);
    this.held = new GridHeld(search, segments, store.executions());
  }

  /** Starts a member, and joins the others if there are any. Blocks. */
  public static Grid start(GridSettings settings, Store store) {
    return new Grid(
        Hazelcast.newHazelcastInstance(GridConfiguration.of(settings, store.executions())),
        settings,
        store);
  }

  /** The member, for the cluster manager of Vert.x. */
  public HazelcastInstance hazelcast() {
    return hazelcast;
  }

  public Membership membership() {
    return membership;
  }

  public Segments segments() {
    return segments;
  }

  public ExecutionSearch search() {
    return search;
  }

  public HeldExecutions held() {
    return held;
  }

  /**
   * Leaves the grid. Blocks, but not for long: where all members stop at once, one may wait for
   * answers of others that are gone, and holds nothing that is not in the store. Calling it twice
   * is fine.
   */
  @Override
  public void close() {
    searchers.shutdown();
    membership.close();
    Thread leaving = new Thread(hazelcast::shutdown, "spillway-leave");
    leaving.setDaemon(true);
    leaving.start();
    try {
      leaving.join(LEAVE_MILLIS);
      if (leaving.isAlive()) {
        LOG.warn("this member has not left its cluster within {} ms; it ends", LEAVE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
