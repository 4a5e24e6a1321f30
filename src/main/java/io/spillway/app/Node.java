package io.spillway.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.api.http.ApiDependencies;
import io.spillway.api.http.BusCallers;
import io.spillway.api.http.Summaries;
import io.spillway.engine.actor.ActorContext;
import io.spillway.engine.actor.ActorSettings;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.actor.RepeatedWarnings;
import io.spillway.engine.actor.SegmentIds;
import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.engine.grid.Membership;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.spillway.engine.routing.ClusterRouter;
import io.spillway.engine.routing.MemberRequests;
import io.spillway.engine.runner.RunPermits;
import io.spillway.engine.runner.RunnerContext;
import io.spillway.engine.runner.RunnerMetrics;
import io.spillway.engine.runner.SteadyClock;
import io.spillway.engine.runner.VersionSteps;
import io.spillway.engine.search.Searches;
import io.spillway.engine.step.CelExpressions;
import io.spillway.engine.step.EvaluateExpressionsKind;
import io.spillway.engine.step.StepChecks;
import io.spillway.engine.step.StepExpressions;
import io.spillway.engine.step.StepKinds;
import io.spillway.engine.step.WaitForDurationKind;
import io.spillway.engine.webhook.EgressPolicy;
import io.spillway.engine.webhook.WebhookSettings;
import io.spillway.engine.webhook.Webhooks;
import io.spillway.engine.worker.JobAnnouncements;
import io.spillway.engine.worker.JobMetrics;
import io.spillway.engine.worker.JobService;
import io.spillway.store.AuditRetention;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: store, grid, actors, identity, servers and housekeeping, opened in this order and
 * closed in reverse. The methods block and are called by the main thread and the shutdown hook.
 */
final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(10);
  private static final String HAND_OVER = "hand-over";
  private static final Duration HAND_OVER_PAUSE = Duration.ofSeconds(5);
  private static final Duration MIN_WAIT = Duration.ofMillis(100);
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(1);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final long READINESS_MILLIS = 1_000;
  private static final long RUNNING_CONTEXT_BYTES = 64L << 20;

  private final Clock clock = Clock.systemUTC();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Settings settings;
  private final Servers servers;
  private final DataDirectoryLock lock;
  private final Store store;
  private final Grid grid;
  private final Searches searches;
  private final Vertx vertx;
  private final Webhooks webhooks;
  private final Clock steady = new SteadyClock(clock, System::nanoTime);
  private final CelExpressions expressions = new CelExpressions();
  private final StepExpressions stepExpressions = new StepExpressions(expressions);
  private final StepKinds kinds;
  private final Telemetry telemetry;
  private final LocalRouter local;
  private final MemberRequests requests;
  private final ClusterRouter router;
  private final JobIndex jobIndex = new JobIndex();
  private final JobPolls polls = new JobPolls(clock);
  private final JobAnnouncements jobAnnouncements;
  private final JobService jobs;
  private final ClusterClocks clocks;
  private final ReadinessProbe readiness;
  private final DatabaseMove move;
  private @Nullable Identity identity;
  private @Nullable Housekeeping housekeeping;
  private volatile boolean stopping;

  private Node(Settings settings) {
    this.settings = settings;
    servers = new Servers(settings.http());
    ListenAddress.ofCluster(settings.cluster()).forEach(ListenAddress::probe);
    lock = lockPrivate(settings.storage());
    store = Stores.open(settings, clock, meters);
    grid = Grid.start(gridSettings(settings, servers.port()), store);
    searches = new Searches(grid.segments(), store);
    vertx = Futures.await(NodeVertx.start(settings.cluster(), grid), START_TIMEOUT);
    webhooks = openWebhooks();
    kinds =
        new StepKinds(
            List.of(
                new WaitForDurationKind(steady),
                new EvaluateExpressionsKind(expressions),
                webhooks.kind(stepExpressions::value)));
    telemetry = new Telemetry(vertx, meters, settings.http().guard().namedAutomations());
    local = new LocalRouter(vertx, actorContext());
    Membership members = grid.membership();
    requests = new MemberRequests(vertx, settings.cluster().secret(), members);
    router = new ClusterRouter(vertx, local, members, requests);
    jobAnnouncements = new JobAnnouncements(vertx, requests, members, jobIndex, polls);
    jobs = new JobService(vertx, router, jobIndex, polls, jobAnnouncements);
    clocks = new ClusterClocks(vertx, members.localNode(), members::nodesWithData, requests, clock);
    readiness =
        new ReadinessProbe(
            new StoreProbe(vertx, store, clock, STORE_PATIENCE), servers.gate(), members);
    NodeMetrics.register(meters, members, local);
    JobMetrics.start(vertx, jobs, clock, meters);
    move = new DatabaseMove(requests, members, store);
    store.onMoved(move::tell);
    store.onMoved(moved -> local.reload());
    store.onMoved(moved -> members.dropSegments());
  }

  /** Opens a node and serves. */
  static Node start(Settings settings) {
    Node node = new Node(settings);
    try {
      node.serve();
      return node;
    } catch (RuntimeException e) {
      node.stop();
      throw e;
    }
  }

  private static DataDirectoryLock lockPrivate(Settings.Storage storage) {
    Path directory = storage.directory();
    DataDirectoryLock lock =
        storage.kind() == StoreKind.SQLITE
            ? DataDirectoryLock.on(directory, storage.database())
            : DataDirectoryLock.on(directory);
    try {
      DataDirectoryPermissions.tighten(directory).forEach(LOG::warn);
      return lock;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static GridSettings gridSettings(Settings settings, int port) {
    Settings.Cluster cluster = settings.cluster();
    return new GridSettings(
        cluster.name(),
        cluster.host(),
        cluster.port(),
        cluster.members(),
        cluster.service(),
        cluster.minSize(),
        cluster.secret(),
        settings.agreed(port));
  }

  private ActorContext actorContext() {
    return new ActorContext(
        store,
        grid.segments(),
        searches.paused(),
        grid.membership(),
        clock,
        new ActorSettings(
            settings.actors().queue(),
            settings.actors().idle(),
            settings.actors().resolveInFlight(),
            settings.actors().quotas()),
        new SegmentIds(vertx, store.executions()),
        telemetry,
        new RepeatedWarnings(clock),
        runnerContext());
  }

  private RunnerContext runnerContext() {
    Settings.Runner runner = settings.actors().runner();
    RunPermits permits = new RunPermits(runner.concurrency(), RUNNING_CONTEXT_BYTES);
    return new RunnerContext(
        store,
        grid.segments(),
        new RunnerContext.Steps(new VersionSteps(store.automations()), stepExpressions, kinds),
        permits,
        new RunnerContext.Jobs(jobIndex, polls),
        telemetry,
        new RunnerMetrics(meters, permits),
        steady,
        runner.unservedAfter());
  }

  private void serve() {
    Identity opened =
        Identity.open(
            vertx,
            store,
            settings,
            servers.port(),
            new Identity.Clocks(clock, clocks::aheadOfOthers),
            meters);
    identity = opened;
    ClusterReport cluster =
        new ClusterReport(
            requests,
            grid.membership(),
            clocks,
            new NodeReport(
                grid.membership().localNode(), clock.instant(), local, readiness, meters));
    ApiDependencies dependencies =
        new ApiDependencies(
            router,
            searches.executions(),
            searches.paused(),
            new Summaries(searches.paused()),
            webhooks,
            store,
            new StepChecks(expressions, kinds),
            opened.security(),
            new ApiDependencies.Probes(meters, metrics(), readiness, cluster),
            jobs,
            clock);
    Futures.await(move.start(), START_TIMEOUT);
    Futures.await(jobAnnouncements.start(), START_TIMEOUT);
    jobs.start();
    Futures.await(
        servers.start(vertx, router, cluster, callers(opened), dependencies), START_TIMEOUT);
    Optional<AuditRetention> retention =
        settings.storage().auditRetention().map(kept -> new AuditRetention(store, kept, clock));
    housekeeping =
        Housekeeping.start(
            vertx,
            HousekeepingTasks.of(
                store, opened.authentication(), retention, settings.cluster().isShared()));
  }

  private Webhooks openWebhooks() {
    Settings.Egress egress = settings.egress();
    return Futures.await(
        Webhooks.open(
            vertx,
            store,
            new SecretsKey(store, egress.secretsKey(), clock).open(),
            new WebhookSettings(
                settings.identity().issuer(servers.port()),
                EgressPolicy.of(egress.allow()),
                egress.proxy(),
                new HttpClientOptions()),
            this::onCallback,
            clock),
        START_TIMEOUT);
  }

  private Future<Boolean> onCallback(long executionId, int step, int run, byte[] output) {
    StepReport report = new StepReport.Complete(output);
    return router
        .automationOf(executionId)
        .compose(
            automationId ->
                router.send(
                    automationId,
                    new AutomationCommand.ReportStep(executionId, step, run, "", report)))
        .map(reported -> reported.outcome() == ReportedStep.Outcome.ACCEPTED);
  }

  /** Logs where the node listens, and each change of its readiness until it stops. */
  void logReadiness() {
    NodeLog log = new NodeLog(url(), clock);
    log.listens();
    observe(log);
    vertx.setPeriodic(READINESS_MILLIS, tick -> observe(log));
  }

  private void observe(NodeLog log) {
    if (stopping) {
      return;
    }
    readiness
        .get()
        .onSuccess(
            now -> {
              if (!stopping) {
                log.observe(now);
              }
            });
  }

  private BusCallers callers(Identity opened) {
    return settings
        .cluster()
        .secret()
        .<BusCallers>map(
            secret ->
                new ProvenCallers(
                    vertx, secret, opened.authentication()::callerNamed, grid::useOnce, clock))
        .orElse((request, body) -> Future.succeededFuture(BusCallers.ANYBODY));
  }

  private MetricsText metrics() {
    return new MetricsText(
        vertx,
        meters,
        () ->
            telemetry
                .pausedNow()
                .refresh(store.executions()::pausedByAutomation, grid.membership()::owns),
        clock,
        STORE_PATIENCE);
  }

  /** The URL at which clients reach the node. */
  String url() {
    return servers.url();
  }

  /**
   * Reports not ready, hands over to other members, refuses new requests, finishes those in
   * progress within the drain timeout, then closes everything.
   *
   * @return whether all servers were closed; an interrupted resolution resumes at the next start
   */
  boolean stop() {
    long drainUntil = System.nanoTime() + settings.http().drainTimeout().toNanos();
    stopping = true;
    readiness.leave();
    jobAnnouncements.close();
    if (housekeeping != null) {
      housekeeping.close();
    }
    Futures.succeeds("hand-over of automations", handOver(), HAND_OVER_TIMEOUT);
    LOG.info("stopping: refusing new requests, {} in progress", servers.gate().inFlight());
    boolean drained =
        Futures.succeeds("requests in progress", servers.gate().drain(), leftUntil(drainUntil));
    boolean idle = Futures.succeeds("automations", local.drain(), leftUntil(drainUntil));
    Futures.succeeds("deliveries of webhooks", webhooks.close(), CLOSE_TIMEOUT);
    boolean closed = Futures.succeeds("servers", vertx.close(), CLOSE_TIMEOUT);
    searches.close();
    grid.close();
    if (identity != null) {
      identity.writeRest();
    }
    store.close();
    if (identity != null) {
      identity.close();
    }
    lock.close();
    LOG.info("stopped{}", drained && idle ? "" : ", some work in progress was not finished");
    // If all members leave at once, one may fail to leave the event bus; that is no failure.
    return closed || grid.membership().isShared();
  }

  /**
   * Hands over, unless another member has just done so: two that do it at once wait for each other.
   * What is not handed over moves when this member has left.
   */
  private Future<Void> handOver() {
    if (!grid.membership().isShared()) {
      return Future.succeededFuture();
    }
    return Future.fromCompletionStage(grid.useOnce(HAND_OVER, HAND_OVER_PAUSE))
        .timeout(1, TimeUnit.SECONDS)
        .otherwise(false)
        .compose(isAlone -> isAlone ? router.handOver() : Future.succeededFuture());
  }

  private static Duration leftUntil(long nanoTime) {
    Duration left = Duration.ofNanos(nanoTime - System.nanoTime());
    return left.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : left;
  }
}
