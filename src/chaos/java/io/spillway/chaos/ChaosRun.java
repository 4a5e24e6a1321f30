package io.spillway.chaos;

import io.spillway.chaos.check.InvariantChecker;
import io.spillway.chaos.check.Violation;
import io.spillway.chaos.deployment.Deployment;
import io.spillway.chaos.deployment.FaultyCluster;
import io.spillway.chaos.fault.FaultContext;
import io.spillway.chaos.fault.FaultSchedule;
import io.spillway.chaos.fault.PlannedFault;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.Journal;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StateSnapshot;
import io.spillway.chaos.load.RecordingClient;
import io.spillway.chaos.load.Workload;
import io.spillway.chaos.load.WriteProbes;
import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerApi;
import io.spillway.harness.TestAutomation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One run: start, workload and faults, idle, snapshot, cold start, snapshot. Used by one thread.
 */
final class ChaosRun implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(2);

  private final ChaosOptions options;
  private final FaultSelection selection;
  private final Journal journal;
  private final Deployment deployment;

  private ChaosRun(
      ChaosOptions options, FaultSelection selection, Journal journal, Deployment deployment) {
    this.options = options;
    this.selection = selection;
    this.journal = journal;
    this.deployment = deployment;
  }

  /** Starts a database, and creates a network if the faults need one. */
  static ChaosRun open(ChaosOptions options, FaultSelection selection) {
    Journal journal = Journal.in(options.work().resolve("record.ndjson"), Clock.systemUTC());
    Deployment deployment =
        Deployment.open(
            options.work(),
            Deployment.network(options.nodes(), selection.needsNetwork()),
            options.nodes(),
            journal);
    return new ChaosRun(options, selection, journal, deployment);
  }

  /** Executes the run and returns the violations. */
  List<Violation> execute() throws InterruptedException {
    FaultyCluster cluster = deployment.cluster();
    cluster.launchAll();
    if (!cluster.awaitReady(cluster.all())) {
      throw new IllegalStateException("the nodes do not start: " + journal.timeline().anomalies());
    }
    Map<Integer, ApiCalls> nodes = signIn(cluster, READ_TIMEOUT);
    List<TestAutomation> automations = automations(nodes.values().iterator().next());
    loadAndFaults(nodes, automations);
    cluster.startMissing();
    SnapshotReader reader = new SnapshotReader(nodes, automations, deployment.database(), journal);
    ProgressLog.line("waiting until idle, and reading the state");
    reader.awaitIdle();
    StateSnapshot before = reader.take();
    startCold();
    reader.awaitIdle();
    StateSnapshot last = reader.take();
    List<ClientOperation> operations = journal.operations();
    report(operations, last);
    return InvariantChecker.check(
        new RunHistory(automations, operations, journal.timeline(), last, Optional.of(before)));
  }

  /** One token is good at every node. */
  static Map<Integer, ApiCalls> signIn(FaultyCluster cluster, Duration timeout) {
    Path credentials =
        cluster.all().stream()
            .map(node -> cluster.location(node).data())
            .filter(data -> Files.exists(data.resolve(AdminCredentials.FILE)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no node left " + AdminCredentials.FILE));
    String token =
        ServerApi.token(cluster.location(1).url(), AdminCredentials.read(credentials).secretForm())
            .ok()
            .getString("access_token");
    return cluster.all().stream()
        .collect(
            Collectors.toMap(
                node -> node,
                node ->
                    new ApiCalls(
                        ServerApi.withToken(cluster.location(node).url(), token)
                            .withTimeout(timeout))));
  }

  private static List<TestAutomation> automations(ApiCalls node) {
    return List.of(
        TestAutomation.create(node, TestAutomation.Decisions.RUN, 3),
        TestAutomation.create(node, TestAutomation.Decisions.RUN, 50),
        TestAutomation.create(node, TestAutomation.Decisions.RUN_AND_CLEAR, 20),
        TestAutomation.create(node, TestAutomation.Decisions.CANCEL, 3),
        TestAutomation.create(node, TestAutomation.Decisions.CANCEL, 50),
        TestAutomation.create(node, TestAutomation.Decisions.MIXED, 5),
        TestAutomation.create(node, TestAutomation.Decisions.MIXED, 30),
        TestAutomation.create(node, TestAutomation.Decisions.NONE, 500));
  }

  private void loadAndFaults(Map<Integer, ApiCalls> nodes, List<TestAutomation> automations)
      throws InterruptedException {
    RecordingClient recorder = RecordingClient.at(nodes, journal, TIMEOUT);
    Instant end = journal.now().plus(Duration.ofMinutes(options.minutes()));
    VersionSampler sampler = VersionSampler.start(deployment.database(), journal);
    try (Workload clients =
        Workload.start(recorder, journal, automations, new Random(options.seed()))) {
      FaultContext context =
          new FaultContext(
              deployment, clients, new WriteProbes(recorder, journal, automations), journal);
      FaultSchedule schedule =
          new FaultSchedule(options.seed(), selection.faults(), options.nodes());
      pass(WARM_UP);
      while (journal.now().isBefore(end)) {
        inject(schedule.next(), context);
        pass(BETWEEN_FAULTS);
      }
      deployment.network().heal();
      ProgressLog.line("no more faults; the clients finish their calls");
    } finally {
      sampler.close();
    }
  }

  private void inject(PlannedFault planned, FaultContext context) throws InterruptedException {
    ProgressLog.line(planned.toString());
    journal.note("begins: " + planned);
    planned.kind().inject(context, planned);
    journal.note("is over: " + planned);
    // A node that exited by itself is recorded; the next fault needs it running.
    if (!deployment.cluster().running().equals(deployment.cluster().all())) {
      deployment.cluster().startMissing();
    }
  }

  private static void pass(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  private void startCold() {
    ProgressLog.line("stopping everything and starting it again");
    FaultyCluster cluster = deployment.cluster();
    cluster.terminate(cluster.all());
    deployment.postgres().stopOrderly();
    deployment.postgres().startAgain();
    cluster.launchAll();
    cluster.awaitReady(cluster.all());
  }

  static void report(List<ClientOperation> operations, StateSnapshot last) {
    operations.stream()
        .collect(
            Collectors.groupingBy(
                operation -> operation.call().kind(),
                java.util.TreeMap::new,
                Collectors.groupingBy(
                    operation -> operation.reply().outcome(),
                    java.util.TreeMap::new,
                    Collectors.counting())))
        .forEach((kind, outcomes) -> ProgressLog.line(kind + " " + outcomes));
    ProgressLog.line(
        "%d executions, %d resolutions, %d audit rows in the end"
            .formatted(last.executions().size(), last.resolutions().size(), last.audit().size()));
  }

  @Override
  public void close() {
    deployment.close();
    journal.close();
  }
}
