package io.spillway.chaos.deployment;

import io.spillway.chaos.history.Journal;
import io.spillway.chaos.history.ProcessExit;
import io.spillway.harness.ServerApi;
import io.spillway.testing.Ports;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The nodes, which are started, killed, paused and asked to end here. One thread uses it, except
 * for {@link #close}, which any thread may call.
 */
public final class FaultyCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration END_LIMIT = Duration.ofMinutes(1);
  private static final Duration FOREVER = Duration.ofDays(365);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final NodeCommand command;
  private final Network network;
  private final Optional<FakeTime> clocks;
  private final Journal journal;

  /** The latest process of each node. */
  private final Map<Integer, NodeProcess> processes = new HashMap<>();

  /** Nodes that run, the one that was started first at the head. */
  private final List<Integer> bySeniority = new ArrayList<>();

  private boolean closed;

  FaultyCluster(NodeCommand command, Network network, Optional<FakeTime> clocks, Journal journal) {
    this.command = command;
    this.network = network;
    this.clocks = clocks;
    this.journal = journal;
  }

  public Set<Integer> all() {
    return command.locations().stream().map(NodeLocation::number).collect(Collectors.toSet());
  }

  public NodeLocation location(int node) {
    return command.locations().get(node - 1);
  }

  /** Nodes below which none of them takes writes. */
  public int majority() {
    return command.majority();
  }

  /** Nodes whose processes run. */
  public synchronized Set<Integer> running() {
    return all().stream()
        .filter(node -> processes.containsKey(node) && processes.get(node).isAlive())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Has each running node log a thread dump. */
  public void dumpThreads() {
    running().forEach(node -> process(node).dumpThreads());
  }

  /** Of the nodes that run, the one that was started first. */
  public synchronized int oldest() {
    Set<Integer> running = running();
    return bySeniority.stream().filter(running::contains).findFirst().orElseThrow();
  }

  /** Starts the process of a node with a right clock. */
  public void launch(int node) {
    launch(node, Map.of());
  }

  /** Starts it with a clock that is off. */
  public void launchWithClock(int node, Duration offset) {
    launch(node, clocks.orElseThrow().environment(offset));
  }

  private synchronized void launch(int node, Map<String, String> more) {
    if (closed) {
      throw new IllegalStateException("node " + node + " is not started, the run is over");
    }
    List<String> line = new ArrayList<>(network.prefix(node));
    line.addAll(command.argumentsFor(location(node)));
    Map<String, String> environment = new HashMap<>(command.environment());
    environment.putAll(more);
    NodeProcess process = NodeProcess.launch(line, environment, location(node).log());
    processes.put(node, process);
    bySeniority.remove((Integer) node);
    bySeniority.add(node);
    Thread watch = new Thread(() -> watch(node, process), "watches node " + node);
    watch.setDaemon(true);
    watch.start();
  }

  private void watch(int node, NodeProcess process) {
    if (process.awaitEnd(FOREVER) && !process.isEndRequested()) {
      journal.add(new ProcessExit(node, journal.now(), false, Duration.ZERO, process.exitCode()));
    }
  }

  /** Starts all nodes, the first one ahead of the others. */
  public void launchAll() {
    for (int node : new TreeSet<>(all())) {
      launch(node);
      if (node == 1 && all().size() > 1) {
        awaitMember(node);
      }
    }
  }

  private void awaitMember(int node) {
    try {
      Awaitility.await()
          .atMost(START_LIMIT)
          .pollInterval(POLL_INTERVAL)
          .until(() -> !process(node).isAlive() || listens(location(node)));
    } catch (ConditionTimeoutException e) {
      notReady(Set.of(node));
    }
  }

  private static boolean listens(NodeLocation location) {
    return Ports.isOpen(
        new InetSocketAddress(location.host(), location.clusterPort()), POLL_INTERVAL);
  }

  /** Waits until nodes are ready; records those that exit or take too long. */
  public boolean awaitReady(Collection<Integer> nodes) {
    Set<Integer> waiting = new TreeSet<>(nodes);
    try {
      Awaitility.await()
          .atMost(START_LIMIT)
          .pollInterval(POLL_INTERVAL)
          .until(
              () -> {
                waiting.removeIf(node -> ServerApi.isReady(location(node).url()));
                return waiting.isEmpty() || !running().containsAll(waiting);
              });
    } catch (ConditionTimeoutException e) {
      // Told below.
    }
    if (!waiting.isEmpty()) {
      notReady(waiting);
    }
    return waiting.isEmpty();
  }

  private void notReady(Set<Integer> nodes) {
    journal.anomaly(
        "nodes %s have ended, or are not ready after %s".formatted(nodes, START_LIMIT),
        "the logs of " + nodes);
  }

  private synchronized NodeProcess process(int node) {
    NodeProcess process = processes.get(node);
    if (process == null) {
      throw new IllegalStateException("node " + node + " was never started");
    }
    return process;
  }

  /** Ends nodes without a warning, as nearly at the same time as can be. */
  public void kill(Collection<Integer> nodes) {
    nodes.forEach(node -> process(node).kill());
    nodes.forEach(node -> process(node).awaitDeath());
  }

  public void pause(int node) {
    process(node).pause();
  }

  public void resume(int node) {
    process(node).resume();
  }

  /** Asks nodes to end and waits until they have. */
  public void terminate(Collection<Integer> nodes) {
    Instant asked = journal.now();
    nodes.forEach(node -> process(node).terminate());
    for (int node : nodes) {
      NodeProcess process = process(node);
      boolean ended = process.awaitEnd(END_LIMIT.minus(Duration.between(asked, journal.now())));
      Instant at = journal.now();
      if (!ended) {
        process.kill();
        process.awaitDeath();
      }
      journal.add(new ProcessExit(node, at, true, Duration.between(asked, at), process.exitCode()));
    }
  }

  /** Resumes paused nodes and starts those that do not run. */
  public void startMissing() {
    running().forEach(this::resume);
    Set<Integer> missing = new TreeSet<>(all());
    missing.removeAll(running());
    missing.forEach(this::launch);
    awaitReady(all());
  }

  /** Kills what runs. Nothing can be started after it. */
  @Override
  public synchronized void close() {
    closed = true;
    processes.values().stream().filter(NodeProcess::isAlive).forEach(NodeProcess::kill);
  }
}
