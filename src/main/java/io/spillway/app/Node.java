package io.spillway.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.api.http.ApiDependencies;
import io.spillway.api.http.BusCallers;
import io.spillway.api.http.Summaries;
import io.spillway.engine.actor.ActorContext;
import io.spillway.engine.actor.ActorSettings;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.actor.RepeatedWarnings;
import io.spillway.engine.actor.SegmentIds;
import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.engine.grid.Membership;
import io.spillway.engine.routing.ClusterRouter;
import io.spillway.engine.routing.MemberRequests;
import io.spillway.engine.search.Searches;
import io.spillway.engine.step.CelExpressions;
import io.spillway.engine.step.EvaluateExpressionsKind;
import io.spillway.engine.step.StepChecks;
import io.spillway.engine.step.StepKinds;
import io.spillway.engine.step.WaitForDurationKind;
import io.spillway.store.AuditRetention;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  private static final Duration MIN_WAIT = Duration.ofMillis(100);
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(1);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final long READINESS_MILLIS = 1_000;

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
  private final Telemetry telemetry;
  private final LocalRouter local;
  private final MemberRequests requests;
  private final ClusterRouter router;
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
    telemetry = new Telemetry(vertx, meters, settings.http().guard().namedAutomations());
    local = new LocalRouter(vertx, actorContext());
    Membership members = grid.membership();
    requests = new MemberRequests(vertx, settings.cluster().secret(), members);
    router = new ClusterRouter(vertx, local, members, requests);
    clocks = new ClusterClocks(vertx, members.localNode(), members::nodesWithData, requests, clock);
    readiness =
        new ReadinessProbe(
            new StoreProbe(vertx, store, clock, STORE_PATIENCE), servers.gate(), members);
    NodeMetrics.register(meters, members, local);
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
        new RepeatedWarnings(clock));
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
    CelExpressions expressions = new CelExpressions();
    StepKinds kinds =
        new StepKinds(
            List.of(new WaitForDurationKind(clock), new EvaluateExpressionsKind(expressions)));
    ApiDependencies dependencies =
        new ApiDependencies(
            router,
            searches.executions(),
            searches.paused(),
            new Summaries(searches.paused()),
            store,
            new StepChecks(expressions, kinds),
            opened.security(),
            new ApiDependencies.Probes(meters, metrics(), readiness, cluster),
            clock);
    Futures.await(move.start(), START_TIMEOUT);
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

  /** Logs where the node listens, and each change of its readiness until it stops. */
  void logReadiness() {
    NodeLog log = new NodeLog(url(), clock);
    log.listens();
    observe(log);
    vertx.setPeriodic(READINESS_MILLIS, tick -> observe(log));
  }

  private void observe(NodeLog log) {
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
    if (housekeeping != null) {
      housekeeping.close();
    }
    Futures.succeeds("hand-over of automations", router.handOver(), HAND_OVER_TIMEOUT);
    LOG.info("stopping: refusing new requests, {} in progress", servers.gate().inFlight());
    boolean drained =
        Futures.succeeds("requests in progress", servers.gate().drain(), leftUntil(drainUntil));
    boolean idle = Futures.succeeds("automations", local.drain(), leftUntil(drainUntil));
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

  private static Duration leftUntil(long nanoTime) {
    Duration left = Duration.ofNanos(nanoTime - System.nanoTime());
    return left.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : left;
  }
}
