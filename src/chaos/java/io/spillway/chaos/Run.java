package io.spillway.chaos;

import io.spillway.chaos.check.Checker;
import io.spillway.chaos.check.Violation;
import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Journal;
import io.spillway.chaos.evidence.Operation;
import io.spillway.chaos.evidence.Snapshot;
import io.spillway.chaos.fault.Planned;
import io.spillway.chaos.fault.Scene;
import io.spillway.chaos.fault.Schedule;
import io.spillway.chaos.load.Clients;
import io.spillway.chaos.load.Desk;
import io.spillway.chaos.load.Probes;
import io.spillway.chaos.site.Cluster;
import io.spillway.chaos.site.Site;
import io.spillway.it.Api;
import io.spillway.it.FirstClient;
import io.spillway.it.Member;
import io.spillway.it.Operations;
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
 * One run: start, load and faults, rest, a look, a cold start, another look. Used by one thread.
 */
final class Run implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LOOKING_PATIENCE = Duration.ofMinutes(1);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(2);

  private final ChaosOptions options;
  private final Possible possible;
  private final Journal journal;
  private final Site site;

  private Run(ChaosOptions options, Possible possible, Journal journal, Site site) {
    this.options = options;
    this.possible = possible;
    this.journal = journal;
    this.site = site;
  }

  /** Starts a database, and makes a network if one is wanted. */
  static Run open(ChaosOptions options, Possible possible) {
    Journal journal = Journal.in(options.work().resolve("record.ndjson"), Clock.systemUTC());
    Site site =
        Site.open(
            options.work(),
            Site.network(options.nodes(), possible.cutsNetwork()),
            options.nodes(),
            journal);
    return new Run(options, possible, journal, site);
  }

  /** Does all of it and answers what must not be. */
  List<Violation> toTheEnd() throws InterruptedException {
    Cluster cluster = site.cluster();
    cluster.launchAll();
    if (!cluster.awaitReady(cluster.all())) {
      throw new IllegalStateException("the nodes do not start: " + journal.timeline().troubles());
    }
    Map<Integer, Operations> nodes = signIn();
    List<Member> members = members(nodes.values().iterator().next());
    loadAndFaults(nodes, members);
    cluster.makeComplete();
    Survey survey = new Survey(nodes, members, site.database(), journal);
    Say.line("waiting for rest, and looking");
    survey.awaitRest();
    Snapshot before = survey.take();
    startCold();
    survey.awaitRest();
    Snapshot last = survey.take();
    List<Operation> operations = journal.operations();
    tell(operations, last);
    return Checker.check(
        new Evidence(members, operations, journal.timeline(), last, Optional.of(before)));
  }

  /** One token is good at every node. */
  private Map<Integer, Operations> signIn() {
    Cluster cluster = site.cluster();
    Path credentials =
        cluster.all().stream()
            .map(node -> cluster.place(node).data())
            .filter(data -> Files.exists(data.resolve(FirstClient.FILE)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no node left " + FirstClient.FILE));
    String token =
        Api.token(cluster.place(1).url(), FirstClient.read(credentials).secretForm())
            .ok()
            .getString("access_token");
    return cluster.all().stream()
        .collect(
            Collectors.toMap(
                node -> node,
                node ->
                    new Operations(
                        Api.withToken(cluster.place(node).url(), token)
                            .withPatience(LOOKING_PATIENCE))));
  }

  private static List<Member> members(Operations node) {
    return List.of(
        Member.create(node, Member.Use.RUN, 3),
        Member.create(node, Member.Use.RUN, 50),
        Member.create(node, Member.Use.RUN_AND_CLEAR, 20),
        Member.create(node, Member.Use.CANCEL, 3),
        Member.create(node, Member.Use.CANCEL, 50),
        Member.create(node, Member.Use.MIXED, 5),
        Member.create(node, Member.Use.MIXED, 30),
        Member.create(node, Member.Use.LEFT_ALONE, 500));
  }

  private void loadAndFaults(Map<Integer, Operations> nodes, List<Member> members)
      throws InterruptedException {
    Desk desk = Desk.at(nodes, journal, PATIENCE);
    Instant end = journal.now().plus(Duration.ofMinutes(options.minutes()));
    Sampler sampler = Sampler.start(site.database(), journal);
    try (Clients clients = Clients.start(desk, journal, members, new Random(options.seed()))) {
      Scene scene = new Scene(site, clients, new Probes(desk, journal, members), journal);
      Schedule schedule = new Schedule(options.seed(), possible.faults(), options.nodes());
      pass(WARM_UP);
      while (journal.now().isBefore(end)) {
        inflict(schedule.next(), scene);
        pass(BETWEEN_FAULTS);
      }
      site.network().heal();
      Say.line("no more faults; the clients finish what they are at");
    } finally {
      sampler.close();
    }
  }

  private void inflict(Planned planned, Scene scene) throws InterruptedException {
    Say.line(planned.toString());
    journal.note("begins: " + planned);
    planned.kind().inflict(scene, planned);
    journal.note("is over: " + planned);
    // A node that ended by itself is told of; what comes next needs it all the same.
    if (!site.cluster().running().equals(site.cluster().all())) {
      site.cluster().makeComplete();
    }
  }

  private static void pass(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  private void startCold() {
    Say.line("stopping everything and starting it again");
    Cluster cluster = site.cluster();
    cluster.terminate(cluster.all());
    site.postgres().stopOrderly();
    site.postgres().startAgain();
    cluster.launchAll();
    cluster.awaitReady(cluster.all());
  }

  private static void tell(List<Operation> operations, Snapshot last) {
    operations.stream()
        .collect(
            Collectors.groupingBy(
                operation -> operation.call().kind(),
                java.util.TreeMap::new,
                Collectors.groupingBy(
                    operation -> operation.reply().outcome(),
                    java.util.TreeMap::new,
                    Collectors.counting())))
        .forEach((kind, outcomes) -> Say.line(kind + " " + outcomes));
    Say.line(
        "%d executions, %d resolutions, %d audit rows in the end"
            .formatted(last.executions().size(), last.resolutions().size(), last.audit().size()));
  }

  @Override
  public void close() {
    site.close();
    journal.close();
  }
}
