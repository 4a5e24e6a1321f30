package io.spillway.bench;

import io.spillway.harness.Backlog;
import io.spillway.harness.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How long a node that was killed needs to be back.
 *
 * <p>Each run takes a fresh copy of a prepared data directory, has a node work on it, kills that
 * without a warning, and starts another one: nothing is warm.
 */
final class RestartBenchmark {
  static final Set<String> FLAGS = Set.of("executions", "runs", "context");

  private static final double NANOS_A_SECOND = 1e9;
  private static final int TOUCHED_BEFORE = 2_000;

  private RestartBenchmark() {}

  static void run(Report report, Workspace workspace, Options options) {
    int runs = options.number("runs", 5);
    byte[] context = Contexts.utf8(options.number("context", 200));
    for (int executions : options.numbers("executions", List.of(1_000_000))) {
      report.progress("putting %,d executions into the store, not over HTTP", executions);
      List<Backlog> backlogs =
          workspace.prepare(
              "prepared",
              into ->
                  List.of(
                      into.add("counted", executions, context),
                      into.add("before", TOUCHED_BEFORE, context)));
      List<Double> ready = new ArrayList<>();
      List<Double> resolved = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        Path data = workspace.copy("prepared", "data");
        workAndKill(data, backlogs.get(1));
        long start = System.nanoTime();
        try (BenchNode node = BenchNode.start(data)) {
          node.awaitReadiness();
          ready.add((System.nanoTime() - start) / NANOS_A_SECOND);
          NodeClient client = node.signIn();
          resolved.add(
              client.resolve(backlogs.get(0).automationId(), "RUN", executions) / NANOS_A_SECOND);
        }
        report.progress(
            "ready after %.2f s, first resolve %.2f s", ready.get(run), resolved.get(run));
      }
      String scenario = String.format("%,d on disk", executions);
      report.add(scenario, "ready", ReportRow.Unit.SECONDS, Measurement.of(ready), List.of());
      report.add(
          scenario, "first resolve", ReportRow.Unit.SECONDS, Measurement.of(resolved), List.of());
      workspace.delete("data");
      workspace.delete("prepared");
    }
  }

  /** Leaves a data directory behind whose write-ahead log is not empty. */
  private static void workAndKill(Path data, Backlog backlog) {
    try (BenchNode node = BenchNode.start(data)) {
      node.signIn().resolve(backlog.automationId(), "RUN", backlog.executions());
      node.kill();
    }
  }
}
