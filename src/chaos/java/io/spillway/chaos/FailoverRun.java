package io.spillway.chaos;

import io.spillway.chaos.check.InvariantChecker;
import io.spillway.chaos.check.Violation;
import io.spillway.chaos.deployment.Deployment;
import io.spillway.chaos.deployment.FaultyCluster;
import io.spillway.chaos.deployment.Network;
import io.spillway.chaos.fault.FailoverWay;
import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.Journal;
import io.spillway.chaos.history.Recovery;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StateSnapshot;
import io.spillway.chaos.load.RecordingClient;
import io.spillway.chaos.load.Workload;
import io.spillway.chaos.load.WriteProbes;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerApi;
import io.spillway.harness.TestAutomation;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One run: start, workload and failovers, idle, snapshot. After each failover all nodes must take
 * writes in time, and show what was acknowledged. Used by one thread.
 */
final class FailoverRun implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration LOAD_BEFORE = Duration.ofSeconds(4);

  /** From the new primary on. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(15);

  /** Of the executions that were acknowledged last, how many are looked up at each node. */
  private static final int LOOKED_UP = 100;

  private static final long POLL_MILLIS = 100;
  private static final int MAX_PAUSE_MILLIS = 3_000;

  private final FailoverOptions options;
  private final Journal journal;
  private final Deployment deployment;

  private FailoverRun(FailoverOptions options, Journal journal, Deployment deployment) {
    this.options = options;
    this.journal = journal;
    this.deployment = deployment;
  }

  /** Starts primary and standby. */
  static FailoverRun open(FailoverOptions options) {
    Journal journal = Journal.in(options.work().resolve("record.ndjson"), Clock.systemUTC());
    Network network = Deployment.network(options.nodes(), false);
    Deployment deployment = Deployment.open(options.work(), network, options.nodes(), journal);
    return new FailoverRun(options, journal, deployment);
  }

  /** Executes the run and returns the violations. */
  List<Violation> execute() throws InterruptedException {
    FaultyCluster cluster = deployment.cluster();
    cluster.launchAll();
    if (!cluster.awaitReady(cluster.all())) {
      throw new IllegalStateException("the nodes do not start: " + journal.timeline().anomalies());
    }
    Map<Integer, ApiCalls> nodes = ChaosRun.signIn(cluster, READ_TIMEOUT);
    List<TestAutomation> automations = automations(nodes.values().iterator().next());
    loadAndFailovers(nodes, automations);
    SnapshotReader reader = new SnapshotReader(nodes, automations, deployment.database(), journal);
    ProgressLog.line("waiting until idle, and reading the state");
    reader.awaitIdle();
    StateSnapshot last = reader.take();
    List<ClientOperation> operations = journal.operations();
    ChaosRun.report(operations, last);
    return InvariantChecker.check(
        new RunHistory(automations, operations, journal.timeline(), last, Optional.empty()));
  }

  private static List<TestAutomation> automations(ApiCalls node) {
    return List.of(
        TestAutomation.create(node, TestAutomation.Decisions.RUN, 3),
        TestAutomation.create(node, TestAutomation.Decisions.RUN_AND_CLEAR, 20),
        TestAutomation.create(node, TestAutomation.Decisions.CANCEL, 30),
        TestAutomation.create(node, TestAutomation.Decisions.MIXED, 5),
        TestAutomation.create(node, TestAutomation.Decisions.NONE, 500));
  }

  /** Each way as often as it shall happen, in an order of the seed. */
  private List<FailoverWay> plan(Random random) {
    List<FailoverWay> plan = new ArrayList<>();
    options.ways().forEach(way -> plan.addAll(Collections.nCopies(options.times(), way)));
    Collections.shuffle(plan, random);
    return plan;
  }

  private void loadAndFailovers(Map<Integer, ApiCalls> nodes, List<TestAutomation> automations)
      throws InterruptedException {
    Random random = new Random(options.seed());
    List<FailoverWay> plan = plan(random);
    RecordingClient recorder = RecordingClient.at(nodes, journal, TIMEOUT);
    WriteProbes probes = new WriteProbes(recorder, journal, automations);
    Workload clients =
        Workload.start(recorder, journal, automations, new Random(random.nextLong()));
    try {
      for (int number = 1; number <= plan.size(); number++) {
        FailoverWay way = plan.get(number - 1);
        TimeUnit.NANOSECONDS.sleep(LOAD_BEFORE.toNanos() + random.nextInt(1_000_000_000));
        String what = "failover %d of %d, %s".formatted(number, plan.size(), way.label());
        journal.note("begins: " + what);
        way.happen(deployment.databases(), Duration.ofMillis(random.nextInt(MAX_PAUSE_MILLIS)));
        recovers(what, nodes, probes);
        deployment.databases().renew();
      }
      ProgressLog.line("no more failovers; the clients finish their calls");
    } finally {
      clients.close();
    }
  }

  private void recovers(String what, Map<Integer, ApiCalls> nodes, WriteProbes probes)
      throws InterruptedException {
    Instant from = journal.now();
    probes.run(
        new Recovery(what, from, deployment.cluster().all(), READY_WITHIN),
        deployment.cluster()::dumpThreads);
    awaitReady(what, from);
    Duration took = Duration.between(from, journal.now());
    int looked = lookUp(what, nodes);
    ProgressLog.line("%s: ready after %d ms, %d lookups".formatted(what, took.toMillis(), looked));
  }

  private void awaitReady(String what, Instant from) throws InterruptedException {
    FaultyCluster cluster = deployment.cluster();
    while (!cluster.all().stream()
        .allMatch(node -> ServerApi.isReady(cluster.location(node).url()))) {
      if (journal.now().isAfter(from.plus(READY_WITHIN))) {
        journal.anomaly(what + ": not ready after " + READY_WITHIN, "the logs of the nodes");
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Looks the newest acknowledged executions up at every node; answers how many there were. */
  private int lookUp(String what, Map<Integer, ApiCalls> nodes) {
    List<Long> newest =
        journal.operations().stream()
            .filter(operation -> operation.call().kind() == ClientCall.Kind.TRIGGER)
            .filter(ClientOperation::isDone)
            .sorted(Comparator.comparing(ClientOperation::answered).reversed())
            .limit(LOOKED_UP)
            .map(ClientOperation::executionId)
            .toList();
    nodes.forEach(
        (node, calls) ->
            newest.forEach(
                id -> {
                  String outcome = outcomeOf(calls, id);
                  if (!outcome.equals("200")) {
                    journal.anomaly(
                        "%s: node %d answers %s for execution %d, which was acknowledged"
                            .formatted(what, node, outcome, id),
                        "the log of node " + node);
                  }
                }));
    return newest.size() * nodes.size();
  }

  private static String outcomeOf(ApiCalls node, long executionId) {
    try {
      return Integer.toString(node.execution(executionId).status());
    } catch (UncheckedIOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public void close() {
    deployment.close();
    journal.close();
  }
}
