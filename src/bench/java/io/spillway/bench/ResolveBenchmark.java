package io.spillway.bench;

import io.spillway.harness.Backlog;
import io.spillway.harness.BacklogWriter;
import io.spillway.harness.Options;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How long a client waits for the answer that all paused executions of an automation are run, or
 * cancelled.
 *
 * <p>A node on a fresh copy of a prepared data directory first resolves smaller automations to warm
 * up, and has the segments in memory as it has after the triggers. Then, alternating: each decision
 * once, each peer once. Large cases take a new copy and a new node for every run.
 */
final class ResolveBenchmark {
  static final Set<String> FLAGS = Set.of("executions", "runs", "decision", "context", "peers");

  private static final List<String> DECISIONS = List.of("RUN", "CANCEL");
  private static final List<String> PEERS = List.of("postgresql", "entries");
  private static final int MAX_WARM_UP = 65_536;
  private static final int WARM_UP_EXECUTIONS = 2_000_000;
  private static final int MAX_WARM_UPS = 200;
  private static final int MAX_FOR_ENTRIES = 1_000_000;
  private static final int MAX_IN_ONE_NODE = 1_000_000;
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
    decisions = options.choices("decision", DECISIONS, name -> name);
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
    return Math.min(executions, MAX_WARM_UP);
  }

  /** Small resolves are warmed up by many, until the compiler has seen enough of them. */
  private static int warmUps(int executions) {
    return Math.min(MAX_WARM_UPS, WARM_UP_EXECUTIONS / warmUpSize(executions));
  }

  private record Prepared(List<Backlog> warmUps, List<Backlog> counted) {}

  private void measure(int executions) {
    int together = Math.max(1, Math.min(runs, MAX_IN_ONE_NODE / executions));
    report.progress(
        "putting %,d executions into the store, not over HTTP",
        (long) together * decisions.size() * executions);
    Prepared prepared = workspace.prepare("prepared", into -> fill(into, executions, together));
    Times times =
        new Times(decisions.stream().<List<Double>>map(any -> new ArrayList<>()).toList());
    postgres.ifPresent(peer -> fill(peer, executions));
    try (OptionalResource<EntryPeer> entries =
        new OptionalResource<>(
            withEntries && executions <= MAX_FOR_ENTRIES
                ? Optional.of(filled(EntryPeer.start(workspace), executions))
                : Optional.empty())) {
      for (int done = 0; done < runs; done += together) {
        measure(prepared, Math.min(together, runs - done), entries.value(), times);
      }
    } finally {
      workspace.delete("prepared");
    }
    for (int which = 0; which < decisions.size(); which++) {
      report.add(
          String.format("%,d %s", executions, decisions.get(which)),
          "time",
          ReportRow.Unit.SECONDS,
          Measurement.of(times.ours().get(which)),
          times.peers());
    }
  }

  /**
   * Seconds of each run.
   *
   * @param ours by decision
   * @param postgres of the UPDATE
   * @param entries of the map
   */
  private record Times(List<List<Double>> ours, List<Double> postgres, List<Double> entries) {
    Times(List<List<Double>> ours) {
      this(ours, new ArrayList<>(), new ArrayList<>());
    }

    List<ReportRow.Peer> peers() {
      List<ReportRow.Peer> peers = new ArrayList<>();
      if (!postgres.isEmpty()) {
        peers.add(new ReportRow.Peer(PostgresPeer.NAME + " UPDATE", Measurement.of(postgres)));
      }
      if (!entries.isEmpty()) {
        peers.add(new ReportRow.Peer(EntryPerExecution.NAME, Measurement.of(entries)));
      }
      return peers;
    }
  }

  private Prepared fill(BacklogWriter into, int executions, int together) {
    byte[] context = Contexts.utf8(contextBytes);
    List<Backlog> warmUps = new ArrayList<>();
    for (int number = 0; number < warmUps(executions); number++) {
      warmUps.add(into.add("warm-up-" + number, warmUpSize(executions), context));
    }
    List<Backlog> counted = new ArrayList<>();
    for (int number = 0; number < together * decisions.size(); number++) {
      counted.add(into.add("counted-" + number, executions, context));
    }
    return new Prepared(warmUps, counted);
  }

  /** So many runs on one node, each with every decision once and every peer once. */
  private void measure(Prepared prepared, int count, Optional<EntryPeer> entries, Times times) {
    try (BenchNode node = BenchNode.start(workspace.copy("prepared", "data"))) {
      NodeClient client = node.signIn();
      for (int number = 0; number < prepared.warmUps().size(); number++) {
        Backlog backlog = prepared.warmUps().get(number);
        client.load(backlog);
        client.resolve(
            backlog.automationId(), decisions.get(number % decisions.size()), backlog.executions());
      }
      prepared.counted().forEach(backlog -> client.load(backlog));
      Iterator<Backlog> counted = prepared.counted().iterator();
      for (int run = 0; run < count; run++) {
        for (int which = 0; which < decisions.size(); which++) {
          Backlog backlog = counted.next();
          times.ours().get(which).add(oursOnce(client, backlog, decisions.get(which)));
        }
        int to = run % 2 == 0 ? PostgresPeer.PENDING : PostgresPeer.TERMINATE;
        int executions = prepared.counted().get(0).executions();
        postgres.ifPresent(peer -> times.postgres().add(postgresOnce(peer, executions, to)));
        entries.ifPresent(peer -> times.entries().add(entriesOnce(peer, executions, to)));
      }
    } finally {
      workspace.delete("data");
    }
  }

  private double oursOnce(NodeClient client, Backlog backlog, String decision) {
    // Opens the connection again, should it have been idle for too long.
    client.breaker(backlog.automationId());
    double seconds =
        client.resolve(backlog.automationId(), decision, backlog.executions()) / NANOS_A_SECOND;
    report.progress("%,d %s: spillway %.3f s", backlog.executions(), decision, seconds);
    return seconds;
  }

  /** Once with the small size, so that the server has worked, and then with what is measured. */
  private void fill(PostgresPeer peer, int executions) {
    int size = warmUpSize(executions);
    String context = Contexts.ofBytes(contextBytes);
    peer.fill(1, size, context, PostgresPeer.BY_STATE);
    peer.renew();
    peer.resolve(0, PostgresPeer.PENDING, size);
    peer.fill(1, executions, context, PostgresPeer.BY_STATE);
  }

  private double postgresOnce(PostgresPeer peer, int executions, int to) {
    peer.renew();
    double seconds = peer.resolve(0, to, executions) / NANOS_A_SECOND;
    peer.settle();
    report.progress("%,d: PostgreSQL UPDATE %.3f s", executions, seconds);
    return seconds;
  }

  private EntryPeer filled(EntryPeer peer, int executions) {
    int size = warmUpSize(executions);
    peer.fill(size, contextBytes);
    for (int round = 0; round < warmUps(executions); round++) {
      peer.resolve(PostgresPeer.PENDING, size);
      peer.pause();
    }
    peer.fill(executions, contextBytes);
    return peer;
  }

  private double entriesOnce(EntryPeer peer, int executions, int to) {
    double seconds = peer.resolve(to, executions) / NANOS_A_SECOND;
    peer.pause();
    report.progress("%,d: entry per execution %.3f s", executions, seconds);
    return seconds;
  }
}
