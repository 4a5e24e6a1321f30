package io.spillway.engine.grid;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.partition.PartitionService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the cluster and the owner of each key. Members are identified by their event bus
 * ids. Thread-safe; queries do not block.
 *
 * <p>Lite members, such as event bus consumers, own nothing and do not count towards the quorum. A
 * member that has handed over is a lite member and still answers commands it received.
 *
 * <p>When a data member leaves, or parts of the cluster merge, the segments in memory are evicted:
 * a separated part has missed changes. They are read from the store again on demand.
 */
public final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final long SWEEP_MILLIS = 500;
  private static final long LOADS_END_MILLIS = 1_000;

  private final HazelcastInstance hazelcast;
  private final Cluster cluster;
  private final PartitionService partitions;
  private final String localNode;
  private final boolean shared;
  private final int minSize;
  private final Optional<MemberProof> proof;
  private final AgreedSettings agreed;

  /** By member, whether it has proved to know the secret of the cluster. */
  private final Map<UUID, Boolean> proven = new ConcurrentHashMap<>();

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Members that are or were data members. */
  private final Set<UUID> dataMembers = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "spillway-membership"));
  private @Nullable Future<?> periodicSweep;
  private volatile boolean evictionDue;

  /** The most data members for which it was said that the quorum is too small. */
  private int warnedOfSize;

  Membership(HazelcastInstance hazelcast, GridSettings settings) {
    this.hazelcast = hazelcast;
    this.cluster = hazelcast.getCluster();
    this.partitions = hazelcast.getPartitionService();
    this.localNode = nodeOf(cluster.getLocalMember());
    this.shared = settings.isShared();
    this.minSize = settings.minSize();
    this.proof = settings.secret().map(MemberProof::new);
    this.agreed = settings.agreed();
    if (shared) {
      cluster.addMembershipListener(new Changes());
      cluster.getMembers().forEach(this::rememberIfDataMember);
      cluster.getMembers().forEach(this::compareSettings);
      checkQuorum();
      hazelcast.getLifecycleService().addLifecycleListener(this::onLifecycle);
      periodicSweep =
          sweeper.scheduleWithFixedDelay(
              this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Whether other members may join this node. */
  public boolean isShared() {
    return shared;
  }

  /** The id of this node on the event bus. */
  public String localNode() {
    return localNode;
  }

  /** The ids of all current members, data and lite. */
  public Set<String> nodes() {
    return provenMembers().map(Membership::nodeOf).collect(Collectors.toSet());
  }

  /**
   * The members that have a proof, if the cluster has a secret. One without is not let in, unless
   * this node has merged into a cluster of others: it takes no part all the same.
   */
  private Stream<Member> provenMembers() {
    return cluster.getMembers().stream().filter(this::isProven);
  }

  private boolean isProven(Member member) {
    return proof.isEmpty()
        || member.localMember()
        || proven.computeIfAbsent(
            member.getUuid(), id -> proof.get().isIn(member.getAttributes(), member.getAddress()));
  }

  /** The ids of the data members, which are nodes. */
  public Set<String> nodesWithData() {
    return provenMembers()
        .filter(member -> !member.isLiteMember())
        .map(Membership::nodeOf)
        .collect(Collectors.toSet());
  }

  /** The node that owns this key; empty while ownership changes. */
  public Optional<String> ownerOf(String key) {
    return shared
        ? Optional.ofNullable(partitions.getPartition(key).getOwner())
            .filter(this::isProven)
            .map(Membership::nodeOf)
        : Optional.of(localNode);
  }

  /** Whether this node owns the key. */
  public boolean owns(String key) {
    return !shared || ownerOf(key).filter(localNode::equals).isPresent();
  }

  /** Whether this node sees enough data members to read and write segments. */
  public boolean hasQuorum() {
    return dataMemberCount() >= minSize;
  }

  private int dataMemberCount() {
    int count = 0;
    for (Member member : cluster.getMembers()) {
      if (!member.isLiteMember() && isProven(member)) {
        count++;
      }
    }
    return count;
  }

  /** Describes the missing quorum for error messages. */
  public String quorumMessage() {
    return "this node sees "
        + dataMemberCount()
        + " members of its cluster, must be at least "
        + minSize;
  }

  /**
   * Registers a listener that is called on a thread that may block when members or owners may have
   * changed: immediately when a member joins or leaves, otherwise twice a second.
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Hands the data and ownership of this member over to the others; requests are still routed. Does
   * nothing without another data member. Blocks.
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
      // Happens when all members stop; ownership moves when this one has left.
      LOG.info(
          "hand-over is not possible; automations move when this member has left: {}",
          e.getMessage());
    }
    sweepSoon();
  }

  private final class Changes implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      LOG.info("{} joined, members are {}", event.getMember(), event.getMembers());
      if (!isProven(event.getMember())) {
        LOG.error(
            "{} does not prove that it knows the secret of the cluster; it is sent nothing, and"
                + " nothing that it sends is done",
            event.getMember());
      }
      rememberIfDataMember(event.getMember());
      compareSettings(event.getMember());
      checkQuorum();
      sweepSoon();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      LOG.warn("{} left, members are {}", event.getMember(), event.getMembers());
      proven.remove(event.getMember().getUuid());
      if (dataMembers.remove(event.getMember().getUuid())) {
        evictionDue = true;
      }
      sweepSoon();
    }
  }

  /** Each member compares, so that both sides warn. */
  private void compareSettings(Member member) {
    if (member.localMember()) {
      return;
    }
    String self = cluster.getLocalMember().getAddress().toString();
    String other = member.getAddress().toString();
    // Members that have merged were not asked before.
    agreed.requiredOf(self, other, member.getAttributes()).forEach(LOG::error);
    agreed.expectedOf(self, other, member.getAttributes()).forEach(LOG::warn);
  }

  /** Two members cannot outvote each other, so they may have no quorum. */
  private synchronized void checkQuorum() {
    int members = dataMemberCount();
    int majority = members / 2 + 1;
    if (members > 2 && members > warnedOfSize && minSize < majority) {
      warnedOfSize = members;
      LOG.warn(
          "--cluster-min-size is {} and the cluster has {} members, must be at least {}: in a"
              + " partition both parts would continue",
          minSize,
          members,
          majority);
    }
  }

  private void rememberIfDataMember(Member member) {
    if (!member.isLiteMember()) {
      dataMembers.add(member.getUuid());
    }
  }

  private void onLifecycle(LifecycleEvent event) {
    if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
      LOG.warn("this part of the cluster has merged with the rest");
      evictionDue = true;
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
    if (evictionDue) {
      evictionDue = false;
      try {
        hazelcast.getMap(GridConfiguration.SEGMENTS).evictAll();
      } catch (RuntimeException e) {
        evictionDue = true;
        LOG.debug("segments in memory cannot be evicted yet", e);
      }
    }
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.warn("a cluster change was not handled, retrying: {}", e.getMessage());
      }
    }
  }

  /**
   * Evicts the segments in memory, and once more after a second: a load that was under way may have
   * ended in between. Blocks.
   */
  public void dropSegments() {
    if (!hazelcast.getLifecycleService().isRunning()) {
      return;
    }
    hazelcast.getMap(GridConfiguration.SEGMENTS).evictAll();
    CompletableFuture.delayedExecutor(LOADS_END_MILLIS, TimeUnit.MILLISECONDS, sweeper)
        .execute(
            () -> {
              evictionDue = true;
              sweep();
            });
  }

  private static String nodeOf(Member member) {
    return String.valueOf(member.getAttribute(GridConfiguration.NODE_ID));
  }

  /** Stops calling listeners. */
  @Override
  public void close() {
    if (periodicSweep != null) {
      periodicSweep.cancel(false);
    }
    sweeper.shutdownNow();
  }
}
