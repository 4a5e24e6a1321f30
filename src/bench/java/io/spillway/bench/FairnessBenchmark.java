package io.spillway.bench;

import io.spillway.harness.Backlog;
import io.spillway.harness.Options;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.HdrHistogram.Histogram;

/**
 * How long other calls take while a great many executions are being resolved, beside the same calls
 * on the same node with nothing else to do.
 *
 * <p>Calls are sent steadily, and only those that were due between the sending of the resolve and
 * its answer are counted.
 */
final class FairnessBenchmark {
  static final Set<String> FLAGS = Set.of("executions", "runs", "rate", "warm-up", "context");

  private static final int CONNECTIONS = 16;
  private static final int CONTEXT_BYTES = 200;
  private static final int WARM_UP_EXECUTIONS = 65_536;
  private static final int WARM_UPS = 30;
  private static final int OTHER_EXECUTIONS = 50_000;
  private static final double NANOS_A_MILLI = 1e6;
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final Report report;
  private final int rate;
  private final int runs;
  private final Duration warmUp;

  private FairnessBenchmark(Report report, Options options) {
    this.report = report;
    rate = options.number("rate", 200);
    runs = options.number("runs", 5);
    warmUp = Duration.ofSeconds(options.number("warm-up", 5));
  }

  static void run(Report report, Workspace workspace, Options options) {
    FairnessBenchmark benchmark = new FairnessBenchmark(report, options);
    for (int executions : options.numbers("executions", List.of(1_000_000))) {
      benchmark.measure(workspace, executions, options.number("context", CONTEXT_BYTES));
    }
  }

  private record Prepared(Backlog others, List<Backlog> warmUps, List<Backlog> resolved) {}

  private void measure(Workspace workspace, int executions, int contextBytes) {
    report.progress(
        "putting %,d executions into the store, not over HTTP", (long) runs * executions);
    byte[] context = Contexts.utf8(contextBytes);
    Prepared prepared =
        workspace.prepare(
            "data",
            into -> {
              List<Backlog> warmUps = new ArrayList<>();
              for (int number = 0; number < WARM_UPS; number++) {
                warmUps.add(
                    into.add(
                        "warm-up-" + number, Math.min(executions, WARM_UP_EXECUTIONS), context));
              }
              List<Backlog> resolved = new ArrayList<>();
              for (int number = 0; number < runs; number++) {
                resolved.add(into.add("resolved-" + number, executions, context));
              }
              return new Prepared(
                  into.add("others", Math.min(executions, OTHER_EXECUTIONS), context),
                  warmUps,
                  resolved);
            });
    try (BenchNode node = BenchNode.start(workspace.path("data"))) {
      NodeClient client = node.signIn();
      List<Kind> kinds = kinds(client, prepared.others());
      client.load(prepared.others());
      for (Backlog backlog : prepared.warmUps()) {
        client.load(backlog);
        client.resolve(backlog.automationId(), "RUN", backlog.executions());
      }
      during(kinds, client.url(), () -> pause(warmUp));
      for (Backlog backlog : prepared.resolved()) {
        client.load(backlog);
        List<Histogram> idle = during(kinds, client.url(), () -> pause(IDLE));
        List<Histogram> busy =
            during(
                kinds,
                client.url(),
                () -> client.resolve(backlog.automationId(), "RUN", backlog.executions()));
        for (int kind = 0; kind < kinds.size(); kind++) {
          kinds.get(kind).idle().add(idle.get(kind));
          kinds.get(kind).busy().add(busy.get(kind));
        }
        report.progress("a run is done, %,d calls counted", busy.get(0).getTotalCount());
      }
      kinds.forEach(kind -> kind.report(report, executions));
    } finally {
      workspace.delete("data");
    }
  }

  /**
   * A kind of call.
   *
   * @param name for people
   * @param requests whole HTTP requests
   * @param idle latencies of each run with nothing else to do
   * @param busy latencies of each run during the resolve
   */
  private record Kind(
      String name, List<byte[]> requests, List<Histogram> idle, List<Histogram> busy) {
    Kind(String name, List<byte[]> requests) {
      this(name, requests, new ArrayList<>(), new ArrayList<>());
    }

    void report(Report report, int executions) {
      String scenario = String.format("%s, resolving %,d", name, executions);
      for (double percentile : List.of(50.0, 99.0, 100.0)) {
        report.add(
            scenario,
            percentile == 100.0 ? "max" : "p" + (int) percentile,
            ReportRow.Unit.MILLISECONDS,
            Measurement.of(at(percentile, busy)),
            List.of(new ReportRow.Peer("the same, idle", Measurement.of(at(percentile, idle)))));
      }
    }

    private static List<Double> at(double percentile, List<Histogram> runs) {
      return runs.stream()
          .map(run -> run.getValueAtPercentile(percentile) / NANOS_A_MILLI)
          .toList();
    }
  }

  private static List<Kind> kinds(NodeClient client, Backlog others) {
    List<byte[]> executes = new ArrayList<>();
    String body = "{\"context\":{\"context\":" + Contexts.ofBytes(CONTEXT_BYTES) + "}}";
    for (int number = 0; number < CONNECTIONS; number++) {
      String id = client.createAutomation("fairness " + number, Triggers.NEVER_REACHED);
      executes.add(post(client, "/api/v1/automations/" + id + "/execute", body));
    }
    List<byte[]> gets = new ArrayList<>();
    for (int segment = 0; segment < others.segments(); segment++) {
      gets.add(get(client, "/api/v1/automation_executions/" + others.executionId(segment, 0)));
    }
    String search =
        new JsonObject()
            .put("automationTemplateId", others.automationId())
            .put(
                "executionStepStates",
                new JsonArray().add("AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER"))
            .encode();
    return List.of(
        new Kind("GET execution", gets),
        new Kind("execute on others", executes),
        new Kind("search", List.of(post(client, "/api/v1/search/automation_executions", search))));
  }

  private static byte[] get(NodeClient client, String path) {
    return (head("GET", path, client) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] post(NodeClient client, String path, String body) {
    return (head("POST", path, client)
            + "Content-Type: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String head(String method, String path, NodeClient client) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
        + client.token()
        + "\r\n";
  }

  /** Sends every kind of call steadily for as long as {@code work} takes. */
  private List<Histogram> during(List<Kind> kinds, URI url, Runnable work) {
    ExecutorService threads = Executors.newFixedThreadPool(kinds.size());
    List<LoadGenerator> generators =
        kinds.stream().map(kind -> new LoadGenerator(url, kind.requests(), CONNECTIONS)).toList();
    try {
      CompletableFuture<Void> finished = new CompletableFuture<>();
      List<CompletableFuture<Histogram>> latencies =
          generators.stream()
              .map(
                  generator ->
                      CompletableFuture.supplyAsync(
                          () -> generator.steadyUntil(rate, finished::isDone), threads))
              .toList();
      try {
        work.run();
      } finally {
        finished.complete(null);
      }
      return latencies.stream().map(CompletableFuture::join).toList();
    } finally {
      generators.forEach(LoadGenerator::close);
      threads.shutdown();
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during a measurement", e);
    }
  }
}
