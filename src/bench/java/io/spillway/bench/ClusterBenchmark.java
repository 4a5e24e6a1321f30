package io.spillway.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.harness.Backlog;
import io.spillway.harness.BacklogWriter;
import io.spillway.harness.Options;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.Store;
import io.spillway.store.sql.PostgresStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Resolving and triggering on clusters of several sizes, on this one machine: what the work costs
 * in processor time, and how it spreads over the members.
 *
 * <p>A database is filled once, and each cluster starts on a copy of it. All clusters run at once
 * and take turns, so that whatever disturbs the machine meets each of them. Requests go to the
 * members in turn, so most of them reach a member that does not own their automation.
 */
final class ClusterBenchmark {
  static final Set<String> FLAGS =
      Set.of(
          "members",
          "executions",
          "context",
          "connections",
          "automations",
          "seconds",
          "warm-up",
          "runs");

  private static final String PREPARED = "prepared";
  private static final String DECISION = "RUN";
  private static final int MAX_WARM_UP = 65_536;

  /** Of each member. */
  private static final int WARM_UP_EXECUTIONS = 1_000_000;

  private static final int MAX_WARM_UPS = 16;
  private static final double NANOS_A_SECOND = 1e9;

  private final Report report;
  private final Workspace workspace;
  private final DatabaseServer server;
  private final List<Integer> sizes;
  private final int executions;
  private final int contextBytes;
  private final int connections;
  private final int automations;
  private final Duration time;
  private final Duration warmUp;
  private final int runs;

  private ClusterBenchmark(
      Report report, Workspace workspace, DatabaseServer server, Options options) {
    this.report = report;
    this.workspace = workspace;
    this.server = server;
    sizes = options.numbers("members", List.of(1, 2, 3));
    executions = options.number("executions", 1_000_000);
    contextBytes = options.number("context", 200);
    connections = options.number("connections", 64);
    automations = options.number("automations", 64);
    time = Duration.ofSeconds(options.number("seconds", 2));
    warmUp = Duration.ofSeconds(options.number("warm-up", 20));
    runs = options.number("runs", 5);
  }

  static void run(Report report, Workspace workspace, Options options) {
    DatabaseServer server =
        DatabaseServer.given()
            .orElseThrow(() -> new IllegalStateException("there is no PostgreSQL"));
    new ClusterBenchmark(report, workspace, server, options).measure();
  }

  private record Prepared(List<Backlog> warmUps, List<Backlog> counted) {}

  private void measure() {
    Prepared prepared = prepare();
    List<Contender> contenders = new ArrayList<>();
    try {
      for (int size : sizes) {
        contenders.add(start(size));
      }
      contenders.forEach(contender -> contender.warmUp(prepared));
      for (int run = 0; run < runs; run++) {
        Backlog backlog = prepared.counted().get(run);
        int turn = run;
        contenders.forEach(contender -> contender.resolve(backlog, turn));
        contenders.forEach(Contender::trigger);
      }
    } finally {
      contenders.forEach(Contender::close);
      server.drop(PREPARED);
    }
    ClusterCosts base = contenders.get(0).costs;
    contenders.forEach(contender -> contender.costs.report(report, base));
  }

  private Prepared prepare() {
    int warmUpSize = Math.min(executions, MAX_WARM_UP);
    int each = Math.min(MAX_WARM_UPS, WARM_UP_EXECUTIONS / warmUpSize);
    int most = sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
    report.progress(
        "putting %,d executions into the store, not over HTTP",
        (long) runs * executions + (long) most * each * warmUpSize);
    server.create(PREPARED);
    byte[] context = Contexts.utf8(contextBytes);
    try (Store store =
        PostgresStore.at(
            server.url(PREPARED),
            DatabaseSharing.EXCLUSIVE,
            Clock.systemUTC(),
            new SimpleMeterRegistry())) {
      BacklogWriter backlogs = new BacklogWriter(store);
      return new Prepared(
          IntStream.range(0, most * each)
              .mapToObj(number -> backlogs.add("warm-up-" + number, warmUpSize, context))
              .toList(),
          IntStream.range(0, runs)
              .mapToObj(number -> backlogs.add("counted-" + number, executions, context))
              .toList());
    }
  }

  private Contender start(int size) {
    String database = "members_" + size;
    server.copy(PREPARED, database);
    report.progress("starting %d", size);
    BenchCluster cluster = BenchCluster.start(workspace, server, database, size);
    try {
      return new Contender(cluster, database);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** A cluster of one size, and what it has cost so far. */
  private final class Contender {
    private final BenchCluster cluster;
    private final String database;
    private final List<byte[]> requests = new ArrayList<>();
    private final ClusterCosts costs;

    Contender(BenchCluster cluster, String database) {
      this.cluster = cluster;
      this.database = database;
      this.costs = new ClusterCosts(cluster.size(), executions, connections);
      for (int number = 0; number < automations; number++) {
        NodeClient client = cluster.client(number);
        String id = client.createAutomation("cluster " + number, Triggers.NEVER_REACHED);
        requests.add(Triggers.request(id, client.token(), contextBytes));
      }
    }

    /** As many small resolves for each member, and as much time of triggers. */
    void warmUp(Prepared prepared) {
      int most = sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
      int count = prepared.warmUps().size() / most * cluster.size();
      for (int number = 0; number < count; number++) {
        Backlog backlog = prepared.warmUps().get(number);
        cluster.client(number).load(backlog);
        cluster.client(number).resolve(backlog.automationId(), DECISION, backlog.executions());
      }
      prepared.counted().forEach(backlog -> cluster.client(0).load(backlog));
      try (LoadGenerator load = cluster.load(requests, connections)) {
        load.saturate(warmUp.multipliedBy(cluster.size()));
      }
      report.progress("%d: warmed up", cluster.size());
    }

    void resolve(Backlog backlog, int turn) {
      NodeClient client = cluster.client(turn);
      // Opens the connection again, should it have been idle for too long.
      client.breaker(backlog.automationId());
      long[] nanos = new long[1];
      MemberSpread processor =
          cluster.processorSeconds(
              () ->
                  nanos[0] =
                      client.resolve(backlog.automationId(), DECISION, backlog.executions()));
      costs.addResolve(nanos[0], processor);
      report.progress(
          "%d: %,d resolved in %.3f s, %.2f s of processors",
          cluster.size(), executions, nanos[0] / NANOS_A_SECOND, processor.total());
    }

    /** On new connections: a server closes those that were idle during the resolves. */
    void trigger() {
      double[] rate = new double[1];
      MemberSpread[] processor = new MemberSpread[1];
      try (LoadGenerator load = cluster.load(requests, connections)) {
        MemberSpread admitted =
            cluster.admitted(
                () -> processor[0] = cluster.processorSeconds(() -> rate[0] = load.saturate(time)));
        costs.addTriggers(rate[0], admitted, processor[0]);
      }
      report.progress(
          "%d: %,.0f triggers/s, %.2f s of processors",
          cluster.size(), rate[0], processor[0].total());
    }

    void close() {
      cluster.close();
      for (int number = 0; number < cluster.size(); number++) {
        workspace.delete(database + "-" + number);
      }
      server.drop(database);
    }
  }
}
