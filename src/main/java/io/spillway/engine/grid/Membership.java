package io.spillway.engine.grid;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.partition.PartitionService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in the cluster, and which member owns what. Members are told apart by their ids on the
 * event bus. Thread-safe; asking does not block.
 *
 * <p>Members without data, which is what consumers of the event bus are, own nothing and do not
 * count. A member that has handed over is one of them, and still answers what it was sent.
 *
 * <p>When a member that held data has gone, or parts of a cluster have met again, the segments in
 * memory are dropped: a part that was cut off has missed changes. They come back from the store as
 * they are asked for.
 */
public final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final long SWEEP_MILLIS = 500;

  private final HazelcastInstance hazelcast;
  private final Cluster cluster;
  private final PartitionService partitions;
  private final String localNode;
  private final boolean shared;
  private final int minSize;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Members that have held data, also those that have handed it over since. */
  private final Set<UUID> holders = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "spillway-membership"));
  private @Nullable Future<?> sweeping;
  private volatile boolean memoryInDoubt;

  Membership(HazelcastInstance hazelcast, GridSettings settings) {
    this.hazelcast = hazelcast;
    this.cluster = hazelcast.getCluster();
    this.partitions = hazelcast.getPartitionService();
    this.localNode = nodeOf(cluster.getLocalMember());
    this.shared = settings.isShared();
    this.minSize = settings.minSize();
    if (shared) {
      cluster.addMembershipListener(new Changes());
      cluster.getMembers().forEach(this::noteHolder);
      hazelcast.getLifecycleService().addLifecycleListener(this::onLifecycle);
      sweeping =
          sweeper.scheduleWithFixedDelay(
              this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Whether this node may have to do with others at all. */
  public boolean isShared() {
    return shared;
  }

  /** The id of this node on the event bus. */
  public String localNode() {
    return localNode;
  }

  /** The ids of all that are members now, with data or without. */
  public Set<String> nodes() {
    return cluster.getMembers().stream().map(Membership::nodeOf).collect(Collectors.toSet());
  }

  /** The ids of the members with data, all of which are nodes. */
  public Set<String> nodesWithData() {
    return cluster.getMembers().stream()
        .filter(member -> !member.isLiteMember())
        .map(Membership::nodeOf)
        .collect(Collectors.toSet());
  }

  /** The node that owns this key; empty while it is between owners. */
  public Optional<String> ownerOf(String key) {
    return shared
        ? Optional.ofNullable(partitions.getPartition(key).getOwner()).map(Membership::nodeOf)
        : Optional.of(localNode);
  }

  /** Whether this node owns the key. */
  public boolean owns(String key) {
    return !shared || ownerOf(key).filter(localNode::equals).isPresent();
  }

  /** Whether as many members with data see each other as must for anything to be written. */
  public boolean hasQuorum() {
    return withData() >= minSize;
  }

  private int withData() {
    int count = 0;
    for (Member member : cluster.getMembers()) {
      if (!member.isLiteMember()) {
        count++;
      }
    }
    return count;
  }

  /** What is missing for a quorum, in words for people. */
  public String sight() {
    return "this node sees " + withData() + " members of its cluster, needed are " + minSize;
  }

  /**
   * Has {@code listener} told, on a thread that may block, when members or owners may have changed:
   * at once when a member comes or goes, else twice a second.
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Hands what this member holds and owns to the others, and keeps nothing; requests are still
   * routed. Does nothing where there are no others to take it. Blocks until it is done.
   */
  public void handOver() {
    boolean others =
        cluster.getMembers().stream()
            .anyMatch(other -> !other.localMember() && !other.isLiteMember());
    if (!others || cluster.getLocalMember().isLiteMember()) {
      return;
    }
    try {
      cluster.demoteLocalDataMember();
    } catch (IllegalStateException e) {
      // So it is when all are stopping; what this member owns is taken over when it has left.
      LOG.info("what this member owns stays here until it leaves: {}", e.getMessage());
    }
    sweepSoon();
  }

  private final class Changes implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      LOG.info("{} has joined, members are {}", event.getMember(), event.getMembers());
      noteHolder(event.getMember());
      sweepSoon();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      LOG.warn("{} has left, members are {}", event.getMember(), event.getMembers());
      if (holders.remove(event.getMember().getUuid())) {
        memoryInDoubt = true;
      }
      sweepSoon();
    }
  }

  private void noteHolder(Member member) {
    if (!member.isLiteMember()) {
      holders.add(member.getUuid());
    }
  }

  private void onLifecycle(LifecycleEvent event) {
    if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
      LOG.warn("this part of the cluster has met the rest again");
      memoryInDoubt = true;
      sweepSoon();
    }
  }

  private void sweepSoon() {
    try {
      sweeper.execute(this::sweep);
    } catch (RejectedExecutionException e) {
      LOG.debug("the node is closing", e);
    }
  }

  private void sweep() {
    if (memoryInDoubt) {
      memoryInDoubt = false;
      try {
        hazelcast.getMap(GridConfiguration.SEGMENTS).evictAll();
      } catch (RuntimeException e) {
        memoryInDoubt = true;
        LOG.debug("segments in memory are not dropped yet", e);
      }
    }
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.warn("a change of the cluster is not followed yet: {}", e.getMessage());
      }
    }
  }

  private static String nodeOf(Member member) {
    return String.valueOf(member.getAttribute(GridConfiguration.NODE_ID));
  }

  /** Tells nobody any more. */
  @Override
  public void close() {
    if (sweeping != null) {
      sweeping.cancel(false);
    }
    sweeper.shutdownNow();
  }
}
