package io.spillway.chaos.fault;

import io.spillway.chaos.deployment.Deployment;
import io.spillway.chaos.deployment.FaultyCluster;
import io.spillway.chaos.history.Journal;
import io.spillway.chaos.history.Recovery;
import io.spillway.chaos.load.Workload;
import io.spillway.chaos.load.WriteProbes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * What a fault needs.
 *
 * @param deployment what runs
 * @param clients the workload during the faults
 * @param probes check whether writes succeed
 * @param journal records when they must
 */
public record FaultContext(
    Deployment deployment, Workload clients, WriteProbes probes, Journal journal) {
  /** A member without a heartbeat for this long is removed. */
  static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(10);

  /** Within this time after a fault writes succeed again. */
  static final Duration RECOVERY_LIMIT = HEARTBEAT_TIMEOUT.plusSeconds(10);

  private static final Duration RESOLVE_LIMIT = Duration.ofSeconds(20);

  FaultyCluster cluster() {
    return deployment.cluster();
  }

  /** Waits for the moment that is planned. */
  void awaitMoment(PlannedFault plan) throws InterruptedException {
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
   * are late, every node logs a thread dump.
   */
  void recovers(String what, Set<Integer> nodes) throws InterruptedException {
    probes.run(new Recovery(what, journal.now(), nodes, RECOVERY_LIMIT), cluster()::dumpThreads);
  }

  /** From now on all nodes must take writes. */
  void recovers(String what) throws InterruptedException {
    recovers(what, cluster().all());
  }

  /** The other nodes, if they form a majority. */
  Set<Integer> survivorsOf(Set<Integer> gone) {
    Set<Integer> left = new TreeSet<>(cluster().all());
    left.removeAll(gone);
    return left.size() >= cluster().majority() ? left : Set.of();
  }

  /** The others must take writes while these nodes are away. */
  void othersRecover(String what, Set<Integer> gone) throws InterruptedException {
    Set<Integer> left = survivorsOf(gone);
    if (!left.isEmpty()) {
      recovers(what + ", survivors", left);
    }
  }

  /** Starts nodes again. */
  void restart(String what, Set<Integer> nodes) throws InterruptedException {
    nodes.forEach(cluster()::launch);
    cluster().awaitReady(nodes);
    recovers(what + ", started again");
  }
}
