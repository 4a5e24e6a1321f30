package io.spillway.bench;

import io.spillway.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How long a client waits for the answer that all paused executions of an automation are run, or
 * cancelled.
 *
 * <p>Each run takes a fresh copy of a prepared data directory and a new node, which first resolves
 * smaller automations to warm up, and has the segments in memory as it has after the triggers.
 * Small cases take several runs from one node. The peers come after each of ours.
 */
final class ResolveBenchmark {
  static final Set<String> FLAGS = Set.of("executions", "runs", "decision", "context", "peers");

  private static final List<String> DECISIONS = List.of("RUN", "CANCEL");
  private static final List<String> PEERS = List.of("postgresql", "entries");
  private static final int LARGEST_WARM_UP = 65_536;
  private static final int WARM_UP_EXECUTIONS = 600_000;
  private static final int MOST_WARM_UPS = 60;
  private static final int MOST_FOR_ENTRIES = 1_000_000;
  private static final int MOST_IN_ONE_NODE = 1_000_000;
  private static final double NANOS_A_SECOND = 1e9;

  private final Report report;
  private final Workspace workspace;
  private final int runs;
  private final int contextBytes;
  private final List<String> decisions;
  private final Optional<PostgresPeer> postgres;
  private final boolean withEntries;

  private ResolveBenchmark(
      Report report, Workspace workspace, Options options, Optional<PostgresPeer> postgres) {
    this.report = report;
    this.workspace = workspace;
    this.postgres = postgres;
    runs = options.number("runs", 5);
    contextBytes = options.number("context", 200);
    decisions = options.words("decision", DECISIONS);
    withEntries = Peers.of(options, PEERS).contains("entries");
  }

  static void run(Report report, Workspace workspace, Options options) {
    List<Integer> sizes =
        options.numbers("executions", List.of(10_000, 100_000, 1_000_000, 4_000_000));
    Optional<PostgresPeer> peer =
        Peers.of(options, PEERS).contains("postgresql") ? PostgresPeer.open() : Optional.empty();
    ResolveBenchmark benchmark = new ResolveBenchmark(report, workspace, options, peer);
    sizes.forEach(benchmark::measure);
    peer.ifPresent(PostgresPeer::close);
  }

  private static int warmUpSize(int executions) {
    return Math.min(executions, LARGEST_WARM_UP);
  }

  /** Small resolves are warmed up by many, until the compiler has seen enough of them. */
  private static int warmUps(int executions) {
    return Math.min(MOST_WARM_UPS, WARM_UP_EXECUTIONS / warmUpSize(executions));
  }

  private record Prepared(List<Backlog> warmUps, List<Backlog> counted) {}

  private void measure(int executions) {
    int together = Math.max(1, Math.min(runs, MOST_IN_ONE_NODE / executions));
    report.progress(
        "preparing %,d executions through the store, not over HTTP", together * executions);
    Prepared prepared = workspace.prepare("prepared", store -> fill(store, executions, together));
    List<List<Double>> ours =
        decisions.stream().map(any -> (List<Double>) new ArrayList<Double>()).toList();
    List<Double> postgresTimes = new ArrayList<>();
    List<Double> entryTimes = new ArrayList<>();
    boolean entries = withEntries && executions <= MOST_FOR_ENTRIES;
    Optional<EntryPeer> map =
        entries ? Optional.of(warm(EntryPeer.start(workspace), executions)) : Optional.empty();
    postgres.ifPresent(peer -> warm(peer, executions));
    try {
      for (int done = 0; done < runs; done += together) {
        int now = Math.min(together, runs - done);
        for (int which = 0; which < decisions.size(); which++) {
          ours.get(which).addAll(oursOnce(prepared, decisions.get(which), now));
        }
        for (int run = done; run < done + now; run++) {
          int to = run % 2 == 0 ? PostgresPeer.PENDING : PostgresPeer.TERMINATE;
          postgres.ifPresent(peer -> postgresTimes.add(postgresOnce(peer, executions, to)));
          map.ifPresent(peer -> entryTimes.add(entriesOnce(peer, executions, to)));
        }
      }
    } finally {
      map.ifPresent(EntryPeer::close);
      workspace.delete("prepared");
    }
    List<Row.Peer> peers = new ArrayList<>();
    postgres.ifPresent(
        peer -> peers.add(new Row.Peer(PostgresPeer.NAME + " UPDATE", Measured.of(postgresTimes))));
    map.ifPresent(peer -> peers.add(new Row.Peer(EntryPerExecution.NAME, Measured.of(entryTimes))));
    for (int which = 0; which < decisions.size(); which++) {
      report.add(
          String.format("%,d %s", executions, decisions.get(which)),
          "time",
          Row.Unit.SECONDS,
          Measured.of(ours.get(which)),
          peers);
    }
  }

  private Prepared fill(Store store, int executions, int together) {
    byte[] context = Contexts.utf8(contextBytes);
    List<Backlog> warmUps = new ArrayList<>();
    for (int number = 0; number < warmUps(executions); number++) {
      warmUps.add(Backlog.fill(store, "warm-up-" + number, warmUpSize(executions), context));
    }
    List<Backlog> counted = new ArrayList<>();
    for (int number = 0; number < together; number++) {
      counted.add(Backlog.fill(store, "counted-" + number, executions, context));
    }
    return new Prepared(warmUps, counted);
  }

  private List<Double> oursOnce(Prepared prepared, String decision, int count) {
    List<Double> times = new ArrayList<>();
    try (BenchNode node = BenchNode.start(workspace.copy("prepared", "data"))) {
      NodeClient client = node.signIn();
      for (Backlog backlog : prepared.warmUps()) {
        backlog.touch(client);
        client.resolve(backlog.automationId(), decision, backlog.executions());
      }
      List<Backlog> counted = prepared.counted().subList(0, count);
      counted.forEach(backlog -> backlog.touch(client));
      for (Backlog backlog : counted) {
        times.add(
            client.resolve(backlog.automationId(), decision, backlog.executions())
                / NANOS_A_SECOND);
        report.progress(
            "%,d %s: spillway %.3f s", backlog.executions(), decision, times.get(times.size() - 1));
      }
    } finally {
      workspace.delete("data");
    }
    return times;
  }

  private void warm(PostgresPeer peer, int executions) {
    int size = warmUpSize(executions);
    peer.fill(1, size, Contexts.ofBytes(contextBytes), PostgresPeer.BY_STATE);
    peer.resolve(0, PostgresPeer.PENDING, size);
  }

  private double postgresOnce(PostgresPeer peer, int executions, int to) {
    peer.fill(1, executions, Contexts.ofBytes(contextBytes), PostgresPeer.BY_STATE);
    double seconds = peer.resolve(0, to, executions) / NANOS_A_SECOND;
    report.progress("%,d: PostgreSQL UPDATE %.3f s", executions, seconds);
    return seconds;
  }

  private EntryPeer warm(EntryPeer peer, int executions) {
    int size = warmUpSize(executions);
    for (int round = 0; round < warmUps(executions); round++) {
      peer.fill(size, contextBytes);
      peer.resolve(PostgresPeer.PENDING, size);
    }
    return peer;
  }

  private double entriesOnce(EntryPeer peer, int executions, int to) {
    peer.fill(executions, contextBytes);
    double seconds = peer.resolve(to, executions) / NANOS_A_SECOND;
    report.progress("%,d: entry per execution %.3f s", executions, seconds);
    return seconds;
  }
}
