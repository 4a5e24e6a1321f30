package io.spillway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes of heap for each paused execution: the total of the heap's histogram after a collection,
 * with the automation and all its segments in memory, less that of the same node before it has seen
 * them.
 *
 * <p>A node keeps no context in memory once a trigger is answered, so these are the bytes in all;
 * the map of the peer holds its contexts.
 */
final class MemoryBenchmark {
  static final Set<String> FLAGS = Set.of("executions", "runs", "context", "peers");

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final List<String> PEERS = List.of("entries");

  private MemoryBenchmark() {}

  static void run(Report report, Workspace workspace, Options options) {
    int runs = options.number("runs", 5);
    int contextBytes = options.number("context", 200);
    boolean entries = !Peers.of(options, PEERS).isEmpty();
    for (int executions : options.numbers("executions", List.of(1_000_000))) {
      report.progress("preparing %,d executions through the store, not over HTTP", executions);
      List<Backlog> backlogs =
          workspace.prepare(
              "prepared",
              store ->
                  List.of(
                      Backlog.fill(store, "first", 1, Contexts.utf8(contextBytes)),
                      Backlog.fill(store, "counted", executions, Contexts.utf8(contextBytes))));
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        ours.add(ours(workspace, backlogs) / executions);
        if (entries) {
          theirs.add(theirs(workspace, executions, contextBytes) / executions);
        }
        report.progress("a run is done: %.1f B", ours.get(run));
      }
      report.add(
          String.format("%,d paused, contexts evicted", executions),
          "heap each",
          Row.Unit.BYTES,
          Measured.of(ours),
          theirs.isEmpty()
              ? List.of()
              : List.of(new Row.Peer(EntryPerExecution.NAME, Measured.of(theirs))));
      workspace.delete("prepared");
    }
  }

  private static double ours(Workspace workspace, List<Backlog> backlogs) {
    try (BenchNode node = BenchNode.start(workspace.copy("prepared", "data"))) {
      NodeClient client = node.signIn();
      backlogs.get(0).touch(client);
      long before = heap(node.pid());
      backlogs.get(1).touch(client);
      return heap(node.pid()) - before;
    } finally {
      workspace.delete("data");
    }
  }

  private static double theirs(Workspace workspace, int executions, int contextBytes) {
    try (EntryPeer peer = EntryPeer.start(workspace)) {
      peer.fill(1, contextBytes);
      long before = heap(peer.pid());
      peer.fill(executions, contextBytes);
      return heap(peer.pid()) - before;
    }
  }

  /** Bytes of all live objects in a JVM. */
  private static long heap(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher total = TOTAL.matcher(said);
      if (!total.find()) {
        throw new IllegalStateException("jcmd has told no total: " + said);
      }
      return Long.parseLong(total.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
