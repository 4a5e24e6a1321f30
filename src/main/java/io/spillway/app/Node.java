package io.spillway.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.api.auth.AuthSettings;
import io.spillway.api.auth.Authentication;
import io.spillway.api.auth.ProviderSignIn;
import io.spillway.api.auth.TokenVerifier;
import io.spillway.api.console.Console;
import io.spillway.api.http.ApiDependencies;
import io.spillway.api.http.BusApi;
import io.spillway.api.http.route.ApiContract;
import io.spillway.api.http.route.Mount;
import io.spillway.api.http.route.RequestGate;
import io.spillway.api.http.server.ConnectionLimit;
import io.spillway.api.http.server.HttpServerVerticle;
import io.spillway.api.http.server.HttpSettings;
import io.spillway.api.oidc.IdentityProvider;
import io.spillway.engine.actor.ActorContext;
import io.spillway.engine.actor.ActorSettings;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.actor.SegmentIds;
import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.engine.routing.ClusterRouter;
import io.spillway.engine.search.Searches;
import io.spillway.store.AuditRetention;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.Store;
import io.spillway.store.sql.PostgresStore;
import io.spillway.store.sql.SqliteStore;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: store, grid, actors and servers, opened in this order and closed in the other. Its
 * methods block and are for the main thread and the shutdown hook.
 */
final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int BUS_CONNECT_MILLIS = 3_000;

  /** A connection of the event bus that carries nothing any more is given up after twice this. */
  private static final long BUS_PING_MILLIS = 2_000;

  private static final long REMOVE_DELAY_MILLIS = 60_000;
  private static final long REMOVE_EVERY_MILLIS = 3_600_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration MIN_WAIT = Duration.ofMillis(100);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /** Request bodies in flight may take one part in this many of the heap. */
  private static final int BODIES_OF_HEAP = 4;

  private final Clock clock = Clock.systemUTC();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Settings settings;
  private final int port;
  private final RequestGate gate;
  private final DataDirectoryLock lock;
  private final Store store;
  private final Grid grid;
  private final Searches searches;
  private final Vertx vertx;
  private final LocalRouter local;
  private final ClusterRouter router;
  private final ReadinessProbe readiness;
  private final ClusterReport cluster;
  private final Optional<AuditRetention> retention;

  private Node(Settings settings) {
    this.settings = settings;
    port = settings.http().port() == 0 ? freePort(settings.http().host()) : settings.http().port();
    gate =
        new RequestGate(
            settings.http().maxInFlight(), Runtime.getRuntime().maxMemory() / BODIES_OF_HEAP);
    lock = DataDirectoryLock.on(settings.storage().directory());
    store = openStore();
    grid = Grid.start(gridSettings(), store);
    searches = new Searches(grid.segments(), store.executions());
    vertx = startVertx();
    local =
        new LocalRouter(
            vertx,
            new ActorContext(
                store,
                grid.segments(),
                searches.paused(),
                grid.membership(),
                clock,
                new ActorSettings(
                    settings.actors().queue(),
                    settings.actors().idle(),
                    settings.actors().resolveInFlight()),
                new SegmentIds(vertx, store.executions()),
                new Telemetry(vertx, meters)));
    router = new ClusterRouter(vertx, store, local, grid.membership());
    readiness = new ReadinessProbe(vertx, store, gate, grid.membership(), clock);
    cluster =
        new ClusterReport(
            vertx,
            grid.membership(),
            new NodeReport(
                grid.membership().localNode(), clock.instant(), local, readiness, meters));
    retention =
        settings.storage().auditRetention().map(kept -> new AuditRetention(store, kept, clock));
  }

  /** Opens a node and serves. */
  static Node start(Settings settings) {
    Node node = new Node(settings);
    try {
      node.bindJvmMetrics();
      node.serve();
      node.retention.ifPresent(node::keepTheSystemLogShort);
      return node;
    } catch (RuntimeException e) {
      node.stop();
      throw e;
    }
  }

  private Store openStore() {
    return switch (settings.storage().kind()) {
      case SQLITE -> SqliteStore.inFile(settings.storage().database(), clock, meters);
      case POSTGRES ->
          PostgresStore.at(
              settings.storage().jdbcUrl().orElseThrow(),
              settings.cluster().isShared() ? DatabaseSharing.SHARED : DatabaseSharing.EXCLUSIVE,
              clock,
              meters);
      case MEMORY -> SqliteStore.inMemory("spillway-" + port, clock, meters);
    };
  }

  private GridSettings gridSettings() {
    Settings.Cluster cluster = settings.cluster();
    return new GridSettings(
        cluster.name(),
        cluster.host(),
        cluster.port(),
        cluster.members(),
        cluster.service(),
        cluster.minSize());
  }

  private Vertx startVertx() {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventBusOptions(
                new EventBusOptions()
                    .setHost(settings.cluster().host())
                    .setConnectTimeout(BUS_CONNECT_MILLIS)
                    .setClusterPingInterval(BUS_PING_MILLIS)
                    .setClusterPingReplyInterval(BUS_PING_MILLIS)
                    .setPort(settings.cluster().busPort()));
    return await(
        Vertx.builder()
            .with(options)
            .withClusterManager(new HazelcastClusterManager(grid.hazelcast()))
            .buildClustered(),
        START_TIMEOUT);
  }

  private void bindJvmMetrics() {
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new JvmGcMetrics().bindTo(meters);
    Gauge.builder("spillway.cluster.members", grid.membership(), members -> members.nodes().size())
        .description("Members of the cluster that this node sees, itself included")
        .register(meters);
    Gauge.builder("spillway.automations.owned", local, LocalRouter::actors)
        .description("Automations that this node has in memory as their owner")
        .register(meters);
  }

  private void keepTheSystemLogShort(AuditRetention kept) {
    vertx.setPeriodic(
        REMOVE_DELAY_MILLIS,
        REMOVE_EVERY_MILLIS,
        tick ->
            vertx
                .executeBlocking(kept::run, false)
                .onFailure(
                    failure ->
                        LOG.warn(
                            "old events of the system log are kept for another hour: {}",
                            failure.getMessage())));
  }

  private void serve() {
    // Of nodes that start together, one makes the keys and the first client.
    Authentication identity = store.runExclusively(this::openForFirstClient);
    ApiDependencies dependencies =
        new ApiDependencies(
            router,
            searches.executions(),
            searches.paused(),
            store,
            whoCalls(identity),
            new ApiDependencies.Probes(meters, readiness, cluster),
            clock);
    ApiContract contract = await(ApiContract.load(vertx), START_TIMEOUT);
    Settings.Guard guard = settings.http().guard();
    HttpSettings http =
        new HttpSettings(
            settings.http().host(),
            port,
            guard.tls(),
            Set.copyOf(guard.corsOrigins()),
            guard.requestTimeout());
    ConnectionLimit connections = new ConnectionLimit(guard.maxConnections());
    List<Mount> mounts = List.of(Console.mount());
    await(
        router
            .start()
            .compose(started -> cluster.start())
            .compose(started -> vertx.deployVerticle(new BusApi(router)))
            .compose(
                bus ->
                    vertx.deployVerticle(
                        () ->
                            new HttpServerVerticle(
                                contract, dependencies, gate, http, mounts, connections),
                        new DeploymentOptions()
                            .setInstances(Runtime.getRuntime().availableProcessors())))
            .recover(failure -> Future.failedFuture(notServing(failure))),
        START_TIMEOUT);
  }

  private Throwable notServing(Throwable failure) {
    return failure instanceof IOException
        ? new IllegalStateException(
            "cannot listen at " + url() + ": " + failure.getMessage() + "; see --host and --port",
            failure)
        : failure;
  }

  private Authentication openForFirstClient() {
    Authentication identity = await(openIdentity(), START_TIMEOUT);
    new FirstClient(store.identity(), identity.registration(), settings.storage().adminClient())
        .createIfNone();
    return identity;
  }

  private Future<Authentication> openIdentity() {
    String issuer = settings.identity().issuer(port);
    return Authentication.open(
        vertx,
        store.identity(),
        store.auditLog(),
        new AuthSettings(
            issuer,
            issuer + "/api",
            settings.identity().hostInUrl(),
            settings.identity().tokenLifetime(),
            settings.identity().keyRotation()),
        clock);
  }

  private Optional<IdentityProvider> openProvider() {
    return settings
        .identity()
        .provider()
        .map(
            trusted -> {
              IdentityProvider provider = IdentityProvider.open(vertx, trusted, clock);
              Gauge.builder("spillway.oidc.keys", provider, IdentityProvider::keys)
                  .description(
                      "Keys of the identity provider that this node knows; with none it cannot"
                          + " check its tokens")
                  .register(meters);
              return provider;
            });
  }

  private ApiDependencies.Security whoCalls(Authentication identity) {
    Optional<IdentityProvider> provider = openProvider();
    TokenVerifier own = identity.accessTokens();
    Optional<ProviderSignIn> signIn = provider.flatMap(IdentityProvider::signIn);
    return new ApiDependencies.Security(
        provider
            .map(beside -> beside.verifierBeside(own, settings.identity().issuer(port)))
            .orElse(own),
        identity.tokenEndpoint(),
        signIn,
        identity.providerTokenEndpoint(signIn),
        identity::jwks,
        identity::metadata,
        identity.registration(),
        identity.pageTokenKey());
  }

  /** Where clients find it. */
  String url() {
    String host = settings.http().host();
    return (settings.http().guard().tls().isPresent() ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }

  /**
   * Is no longer ready, hands over to the other members if there are any, refuses what comes,
   * finishes what is under way within the drain timeout, then closes everything.
   *
   * @return whether all went well; a resolution that was cut short goes on at the next start
   */
  boolean stop() {
    long drainUntil = System.nanoTime() + settings.http().drainTimeout().toNanos();
    readiness.leave();
    retention.ifPresent(AuditRetention::stop);
    waitFor("automations of this node", router.handOver(), HAND_OVER_TIMEOUT);
    LOG.info("stopping: new requests are refused, {} are under way", gate.inFlight());
    boolean drained = waitFor("requests under way", gate.drain(), leftUntil(drainUntil));
    boolean quiet = waitFor("automations", local.drain(), leftUntil(drainUntil));
    boolean closed = waitFor("servers", vertx.close(), CLOSE_TIMEOUT);
    searches.close();
    grid.close();
    store.close();
    lock.close();
    LOG.info("stopped{}", drained && quiet ? "" : ", not everything under way was finished");
    // A member that cannot take itself off the event bus, since the others are leaving too, has
    // ended well all the same.
    return closed || grid.membership().isShared();
  }

  private static Duration leftUntil(long nanoTime) {
    Duration left = Duration.ofNanos(nanoTime - System.nanoTime());
    return left.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : left;
  }

  private static boolean waitFor(String what, Future<?> future, Duration limit) {
    try {
      await(future, limit);
      return true;
    } catch (RuntimeException e) {
      LOG.warn("{}: not finished within {}: {}", what, limit, e.getMessage());
      return false;
    }
  }

  /** Fails with unchecked exceptions only; a future throws its cause, whatever that is. */
  private static <T> T await(Future<T> future, Duration limit) {
    try {
      return future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer within " + limit, e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port at " + host, e);
    }
  }
}
