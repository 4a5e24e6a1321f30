package io.spillway.chaos.fault;

import io.spillway.chaos.evidence.Journal;
import io.spillway.chaos.evidence.Recovery;
import io.spillway.chaos.load.Clients;
import io.spillway.chaos.load.Probes;
import io.spillway.chaos.site.Cluster;
import io.spillway.chaos.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Where faults happen.
 *
 * @param site what runs
 * @param clients who use it meanwhile
 * @param probes find out whether writes go on
 * @param journal takes down when they must
 */
public record Scene(Site site, Clients clients, Probes probes, Journal journal) {
  /** After this long without a sign of life a member is taken for gone. */
  static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(10);

  /** Within this time after a fault writes go on. */
  static final Duration RECOVERY_LIMIT = HEARTBEAT_TIMEOUT.plusSeconds(10);

  private static final Duration RESOLVE_LIMIT = Duration.ofSeconds(20);

  Cluster cluster() {
    return site.cluster();
  }

  /** Waits for the moment that is planned. */
  void awaitMoment(Planned plan) throws InterruptedException {
    if (plan.atResolve()) {
      clients.awaitResolve(RESOLVE_LIMIT);
    }
    pass(plan.delay());
  }

  /** Lets time pass. */
  void pass(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.max(0, time.toNanos()));
  }

  /** Lets time pass until so long after a moment. */
  void passUntil(Instant moment, Duration later) throws InterruptedException {
    pass(Duration.between(journal.now(), moment.plus(later)));
  }

  /**
   * From now on these nodes must take writes; waits until they do, or the limit is over. When they
   * are late, the logs tell what every thread is at.
   */
  void recovers(String what, Set<Integer> nodes) throws InterruptedException {
    probes.run(new Recovery(what, journal.now(), nodes, RECOVERY_LIMIT), cluster()::tellThreads);
  }

  /** From now on all nodes must take writes. */
  void recovers(String what) throws InterruptedException {
    recovers(what, cluster().all());
  }

  /** The nodes beside these, if they can go on without them. */
  Set<Integer> survivorsOf(Set<Integer> gone) {
    Set<Integer> left = new TreeSet<>(cluster().all());
    left.removeAll(gone);
    return left.size() >= cluster().majority() ? left : Set.of();
  }

  /** The others must take writes while these nodes are away. */
  void othersRecover(String what, Set<Integer> gone) throws InterruptedException {
    Set<Integer> left = survivorsOf(gone);
    if (!left.isEmpty()) {
      recovers(what + ", meanwhile", left);
    }
  }

  /** Starts nodes again. */
  void restart(String what, Set<Integer> nodes) throws InterruptedException {
    nodes.forEach(cluster()::launch);
    cluster().awaitReady(nodes);
    recovers(what + ", started again");
  }
}
