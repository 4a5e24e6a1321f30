package io.spillway.bench;

import io.spillway.harness.Backlog;
import io.spillway.harness.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Bytes of heap for each paused execution: the total of the heap's histogram after a collection,
 * with the automation and all its segments in memory, less that of the same node before it has seen
 * them.
 *
 * <p>Beside that, what the threads of the node allocate during a resolve.
 *
 * <p>A node keeps no context in memory once a trigger is answered, so these are the bytes in all;
 * the map of the peer holds its contexts.
 */
final class MemoryBenchmark {
  static final Set<String> FLAGS = Set.of("executions", "runs", "context", "peers");

  private static final List<String> PEERS = List.of("entries");

  private MemoryBenchmark() {}

  static void run(Report report, Workspace workspace, Options options) {
    int runs = options.number("runs", 5);
    int contextBytes = options.number("context", 200);
    boolean entries = !Peers.of(options, PEERS).isEmpty();
    for (int executions : options.numbers("executions", List.of(1_000_000))) {
      report.progress("putting %,d executions into the store, not over HTTP", executions);
      List<Backlog> backlogs =
          workspace.prepare(
              "prepared",
              into ->
                  List.of(
                      into.add("first", 1, Contexts.utf8(contextBytes)),
                      into.add("counted", executions, Contexts.utf8(contextBytes))));
      List<Double> ours = new ArrayList<>();
      List<Double> allocated = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        ours(workspace, backlogs, ours, allocated);
        if (entries) {
          theirs.add(theirs(workspace, executions, contextBytes) / executions);
        }
        report.progress("a run is done: %.1f B", ours.get(run));
      }
      report.add(
          String.format("%,d paused, contexts evicted", executions),
          "heap each",
          ReportRow.Unit.BYTES,
          Measurement.of(ours),
          theirs.isEmpty()
              ? List.of()
              : List.of(new ReportRow.Peer(EntryPerExecution.NAME, Measurement.of(theirs))));
      report.add(
          String.format("%,d resolved", executions),
          "allocated each",
          ReportRow.Unit.BYTES,
          Measurement.of(allocated),
          List.of());
      workspace.delete("prepared");
    }
  }

  /** Adds the heap of each execution, and what resolving it allocates, to two lists. */
  private static void ours(
      Workspace workspace, List<Backlog> backlogs, List<Double> heap, List<Double> allocated) {
    try (BenchNode node = BenchNode.start(workspace.copy("prepared", "data"))) {
      NodeClient client = node.signIn();
      Backlog first = backlogs.get(0);
      client.load(first);
      client.resolve(first.automationId(), "RUN", first.executions());
      Backlog counted = backlogs.get(1);
      double executions = counted.executions();
      long before = Jcmd.heap(node.pid());
      client.load(counted);
      heap.add((Jcmd.heap(node.pid()) - before) / executions);
      long allocatedBefore = Jcmd.allocated(node.pid());
      client.resolve(counted.automationId(), "RUN", counted.executions());
      allocated.add((Jcmd.allocated(node.pid()) - allocatedBefore) / executions);
    } finally {
      workspace.delete("data");
    }
  }

  private static double theirs(Workspace workspace, int executions, int contextBytes) {
    try (EntryPeer peer = EntryPeer.start(workspace)) {
      peer.fill(1, contextBytes);
      long before = Jcmd.heap(peer.pid());
      peer.fill(executions, contextBytes);
      return Jcmd.heap(peer.pid()) - before;
    }
  }
}
