package io.spillway.chaos.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** The kinds of fault, by the names that the command line has for them. */
public enum FaultKind {
  KILL_ONE("kill-one", 1, Needs.NOTHING, 1, 8),
  KILL_TWO("kill-two", 3, Needs.NOTHING, 1, 8),
  KILL_ALL("kill-all", 1, Needs.NOTHING, 1, 5),
  KILL_OLDEST("kill-oldest", 2, Needs.NOTHING, 1, 8),
  PAUSE_3("pause-3", 1, Needs.NOTHING, 3, 3),
  PAUSE_20("pause-20", 1, Needs.NOTHING, 20, 20),
  PAUSE_30("pause-30", 1, Needs.NOTHING, 30, 30),
  TERMINATE("term", 1, Needs.NOTHING, 1, 8),
  JOIN("join", 2, Needs.NOTHING, 1, 3),
  DATABASE_CRASH("db-crash", 1, Needs.NOTHING, 1, 6),
  DATABASE_FREEZE("db-freeze", 1, Needs.NOTHING, 2, 8),
  DATABASE_CUT("db-cut", 1, Needs.NOTHING, 1, 3),
  DATABASE_FAILOVER("db-failover", 1, Needs.NOTHING, 0, 3),
  NETWORK_FULL("net-full", 2, Needs.NETWORK, 25, 35),
  NETWORK_ONE_WAY("net-one-way", 2, Needs.NETWORK, 5, 35),
  NETWORK_DATABASE("net-db", 1, Needs.NETWORK, 5, 25),
  CLOCK_AHEAD("clock-ahead", 1, Needs.CLOCKS, 3, 8),
  CLOCK_BEHIND("clock-behind", 1, Needs.CLOCKS, 3, 8);

  private enum Needs {
    NOTHING,
    /** One that can be cut. */
    NETWORK,
    /** Such as can be set for one process. */
    CLOCKS
  }

  private final String shortName;
  private final int minNodes;
  private final Needs needs;
  private final int minSeconds;
  private final int maxSeconds;

  FaultKind(String shortName, int minNodes, Needs needs, int minSeconds, int maxSeconds) {
    this.shortName = shortName;
    this.minNodes = minNodes;
    this.needs = needs;
    this.minSeconds = minSeconds;
    this.maxSeconds = maxSeconds;
  }

  public String shortName() {
    return shortName;
  }

  public boolean needsNetwork() {
    return needs == Needs.NETWORK;
  }

  /** Why it is not possible on this machine with so many nodes, if it is not. */
  public Optional<String> unmetRequirement(int nodes, boolean network, boolean clocks) {
    if (nodes < minNodes) {
      return Optional.of("it takes " + minNodes + " nodes");
    }
    return switch (needs) {
      case NETWORK ->
          network
              ? Optional.empty()
              : Optional.of("it takes root, network namespaces and iptables");
      case CLOCKS -> clocks ? Optional.empty() : Optional.of("it takes libfaketime");
      case NOTHING -> Optional.empty();
    };
  }

  /** How long one of this kind lasts. */
  Duration duration(Random random) {
    int span = (maxSeconds - minSeconds) * 1_000;
    return Duration.ofSeconds(minSeconds).plusMillis(random.nextInt(span + 1));
  }

  /**
   * Injects the fault, repairs it, and waits until writes succeed. All nodes run before it and
   * after it, unless one does not start.
   */
  public void inject(FaultContext context, PlannedFault plan) throws InterruptedException {
    switch (this) {
      case KILL_ONE -> KillFaults.one(context, plan);
      case KILL_TWO -> KillFaults.two(context, plan);
      case KILL_ALL -> KillFaults.all(context, plan);
      case KILL_OLDEST -> KillFaults.oldest(context, plan);
      case PAUSE_3, PAUSE_20, PAUSE_30 -> PauseFault.inject(context, plan);
      case TERMINATE -> TerminateFaults.term(context, plan);
      case JOIN -> TerminateFaults.join(context, plan);
      case DATABASE_CRASH -> DatabaseFaults.crash(context, plan);
      case DATABASE_FREEZE -> DatabaseFaults.freeze(context, plan);
      case DATABASE_CUT -> DatabaseFaults.cut(context, plan);
      case DATABASE_FAILOVER -> DatabaseFaults.failOver(context, plan);
      case NETWORK_FULL -> NetworkFaults.full(context, plan);
      case NETWORK_ONE_WAY -> NetworkFaults.oneWay(context, plan);
      case NETWORK_DATABASE -> NetworkFaults.database(context, plan);
      case CLOCK_AHEAD -> ClockFaults.ahead(context, plan);
      case CLOCK_BEHIND -> ClockFaults.behind(context, plan);
    }
  }
}
