package io.spillway.bench;

import io.spillway.harness.Options;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * Triggers with a bearer token, durable, the breaker on, its maximum never reached.
 *
 * <p>Throughput is that of connections that send again as soon as they have their answer. Latency
 * is measured at half that rate, sent steadily: the same rate for the server and for the bare
 * route.
 */
final class TriggerBenchmark {
  static final Set<String> FLAGS =
      Set.of("connections", "context", "automations", "seconds", "warm-up", "runs", "peers");

  private static final List<String> PEERS = List.of("bare", "pgbench", "disk");
  private static final double LATENCY_LOAD = 0.5;
  private static final int WARM_UP_CONNECTIONS = 64;
  private static final String FSYNC = "one fsync";
  private static final double NANOS_A_MILLI = 1e6;
  private static final double NANOS_A_SECOND = 1e9;

  private final Report report;
  private final Workspace workspace;
  private final int seconds;
  private final int warmUpSeconds;
  private final int runs;
  private final boolean withBare;
  private final boolean withDisk;
  private final Optional<Pgbench> pgbench;

  private TriggerBenchmark(Report report, Workspace workspace, Options options) {
    this.report = report;
    this.workspace = workspace;
    seconds = options.number("seconds", 2);
    warmUpSeconds = options.number("warm-up", 20);
    runs = options.number("runs", 5);
    List<String> peers = Peers.of(options, PEERS);
    withBare = peers.contains("bare");
    withDisk = peers.contains("disk");
    pgbench = peers.contains("pgbench") ? Pgbench.open(workspace) : Optional.empty();
  }

  static void run(Report report, Workspace workspace, Options options) {
    TriggerBenchmark benchmark = new TriggerBenchmark(report, workspace, options);
    for (int context : options.numbers("context", List.of(200, 8_192))) {
      for (int automations : options.numbers("automations", List.of(1, 1_000))) {
        benchmark.measure(
            context, automations, options.numbers("connections", List.of(1, 16, 64, 256)));
      }
    }
  }

  private void measure(int context, int automations, List<Integer> connections) {
    try (BenchNode node = BenchNode.start(workspace.path("data"));
        OptionalResource<ChildProcess> bare = new OptionalResource<>(startBare())) {
      NodeClient client = node.signIn();
      List<byte[]> requests = new ArrayList<>();
      for (int number = 0; number < automations; number++) {
        String id = client.createAutomation("trigger " + number, Triggers.NEVER_REACHED);
        requests.add(Triggers.request(id, client.token(), context));
      }
      Optional<URI> bareUrl = bare.value().map(TriggerBenchmark::urlOf);
      warmUp(client.url(), requests);
      bareUrl.ifPresent(url -> warmUp(url, requests));
      for (int count : connections) {
        try (LoadGenerator ours = new LoadGenerator(client.url(), requests, count);
            OptionalResource<LoadGenerator> route =
                new OptionalResource<>(
                    bareUrl.map(url -> new LoadGenerator(url, requests, count)))) {
          new Case(context, automations, count).measure(ours, route.value());
        }
      }
    } finally {
      workspace.delete("data");
    }
  }

  /** Until the compiler has seen enough: one connection alone would take minutes for that. */
  private void warmUp(URI url, List<byte[]> requests) {
    try (LoadGenerator generator = new LoadGenerator(url, requests, WARM_UP_CONNECTIONS)) {
      generator.saturate(Duration.ofSeconds(warmUpSeconds));
    }
  }

  private Optional<ChildProcess> startBare() {
    return withBare
        ? Optional.of(
            ChildProcess.main(BareRoute.class, workspace.path("bare-route.log"), List.of("-Xmx1g")))
        : Optional.empty();
  }

  private static URI urlOf(ChildProcess bare) {
    String line = bare.awaitLine("listening ");
    return URI.create("http://127.0.0.1:" + line.substring("listening ".length()));
  }

  /** One size, one number of automations, one number of connections. */
  private final class Case {
    private final int context;
    private final int automations;
    private final int connections;

    private final Series ours = new Series();
    private final Series bare = new Series();
    private final List<Double> inserts = new ArrayList<>();
    private final List<Double> appends = new ArrayList<>();
    private final Series disk = new Series();

    Case(int context, int automations, int connections) {
      this.context = context;
      this.automations = automations;
      this.connections = connections;
    }

    void measure(LoadGenerator spillway, Optional<LoadGenerator> route) {
      Duration time = Duration.ofSeconds(seconds);
      spillway.saturate(time);
      route.ifPresent(peer -> peer.saturate(time));
      PostgresPeer.open().filter(open -> pgbench.isPresent()).ifPresent(this::emptyTable);
      for (int run = 0; run < runs; run++) {
        double rate = spillway.saturate(time);
        ours.rates.add(rate);
        route.ifPresent(peer -> bare.rates.add(peer.saturate(time)));
        pgbench.ifPresent(
            peer ->
                inserts.add(
                    peer.insert(connections, seconds, automations, Contexts.ofBytes(context))));
        if (withDisk) {
          Histogram batches = new DiskPeer(workspace).append(connections, context, time);
          appends.add(connections / (batches.getMean() / NANOS_A_SECOND));
          disk.add(batches);
        }
        ours.add(spillway.steady(rate * LATENCY_LOAD, time));
        route.ifPresent(peer -> bare.add(peer.steady(rate * LATENCY_LOAD, time)));
        report.progress("%s: spillway %,.0f/s", name(), rate);
      }
      report();
    }

    private void emptyTable(PostgresPeer peer) {
      try (peer) {
        peer.fill(1, 1, Contexts.ofBytes(context), PostgresPeer.BY_STATE);
        peer.renew();
      }
    }

    private String name() {
      return String.format(
          "%,d B, %s, %d conn.",
          context,
          automations == 1 ? "one automation" : String.format("%,d automations", automations),
          connections);
    }

    private void report() {
      List<ReportRow.Peer> rates = new ArrayList<>();
      addPeer(rates, BareRoute.NAME, bare.rates);
      addPeer(rates, Pgbench.NAME, inserts);
      addPeer(rates, DiskPeer.NAME, appends);
      report.add(
          name(), "throughput", ReportRow.Unit.PER_SECOND, Measurement.of(ours.rates), rates);
      addLatency("p50", ours.p50, bare.p50, disk.p50);
      addLatency("p99", ours.p99, bare.p99, disk.p99);
      addLatency("p99.9", ours.p999, bare.p999, disk.p999);
    }

    private void addLatency(
        String metric, List<Double> values, List<Double> ofRoute, List<Double> ofDisk) {
      List<ReportRow.Peer> peers = new ArrayList<>();
      addPeer(peers, BareRoute.NAME, ofRoute);
      addPeer(peers, FSYNC, ofDisk);
      report.add(name(), metric, ReportRow.Unit.MILLISECONDS, Measurement.of(values), peers);
    }

    private static void addPeer(List<ReportRow.Peer> peers, String name, List<Double> values) {
      if (!values.isEmpty()) {
        peers.add(new ReportRow.Peer(name, Measurement.of(values)));
      }
    }
  }

  /** What the runs of one subject came to. */
  private static final class Series {
    final List<Double> rates = new ArrayList<>();
    final List<Double> p50 = new ArrayList<>();
    final List<Double> p99 = new ArrayList<>();
    final List<Double> p999 = new ArrayList<>();

    void add(Histogram latencies) {
      p50.add(latencies.getValueAtPercentile(50) / NANOS_A_MILLI);
      p99.add(latencies.getValueAtPercentile(99) / NANOS_A_MILLI);
      p999.add(latencies.getValueAtPercentile(99.9) / NANOS_A_MILLI);
    }
  }
}
