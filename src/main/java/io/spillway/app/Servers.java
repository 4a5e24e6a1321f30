package io.spillway.app;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.NetUtil;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.api.console.Console;
import io.spillway.api.http.ApiDependencies;
import io.spillway.api.http.BusCallers;
import io.spillway.api.http.EventBusApi;
import io.spillway.api.http.JobsOnBus;
import io.spillway.api.http.route.ApiContract;
import io.spillway.api.http.route.Mount;
import io.spillway.api.http.route.RequestGate;
import io.spillway.api.http.server.ConnectionLimit;
import io.spillway.api.http.server.HttpServerVerticle;
import io.spillway.api.http.server.HttpSettings;
import io.spillway.api.http.server.HttpTimeouts;
import io.spillway.api.http.server.TlsFilesException;
import io.spillway.engine.routing.ClusterRouter;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a node serves: commands of other nodes, the event bus API, and HTTP. */
final class Servers {
  /** One part in this many of the heap may be taken by request bodies in progress. */
  private static final int BODY_HEAP_FRACTION = 4;

  private final Settings.Http settings;
  private final ListenAddress address;
  private final int port;
  private final RequestGate gate;

  /**
   * @throws RefusedStartException if the node cannot listen at its address
   */
  Servers(Settings.Http settings) {
    this.settings = settings;
    this.address = ListenAddress.ofHttp(settings);
    this.port = address.probe();
    this.gate =
        new RequestGate(
            settings.maxInFlight(), Runtime.getRuntime().maxMemory() / BODY_HEAP_FRACTION);
  }

  /** The port of HTTP, never 0. */
  int port() {
    return port;
  }

  /** Admits the requests in progress. */
  RequestGate gate() {
    return gate;
  }

  /** The URL of this node. */
  String url() {
    return (settings.guard().tls().isPresent() ? "https://" : "http://")
        + NetUtil.toSocketAddressString(settings.host(), port);
  }

  /** Starts to serve, HTTP last. Vert.x stops the servers when it closes. */
  Future<?> start(
      Vertx vertx,
      ClusterRouter router,
      ClusterReport cluster,
      BusCallers callers,
      ApiDependencies dependencies) {
    Settings.Guard guard = settings.guard();
    HttpSettings http =
        new HttpSettings(
            settings.host(),
            port,
            guard.tls(),
            Set.copyOf(guard.corsOrigins()),
            HttpTimeouts.ofRequest(guard.requestTimeout()),
            guard.proxyProtocol()
                ? Optional.of(TrustedProxies.of(guard.trustedProxies())::trusts)
                : Optional.empty());
    ConnectionLimit connections =
        new ConnectionLimit(Math.min(guard.maxConnections(), descriptors()));
    List<Mount> mounts = List.of(Console.mount());
    DeploymentOptions perProcessor =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    return ApiContract.load(vertx)
        .compose(
            contract ->
                router
                    .start()
                    .compose(started -> cluster.start())
                    .compose(
                        started ->
                            vertx.deployVerticle(
                                new EventBusApi(
                                    router,
                                    callers,
                                    new JobsOnBus(
                                        dependencies.jobs(),
                                        dependencies.security().pageTokenKey()))))
                    .compose(
                        started ->
                            vertx.deployVerticle(
                                () ->
                                    new HttpServerVerticle(
                                        contract, dependencies, gate, http, mounts, connections),
                                perProcessor)))
        .recover(failure -> Future.failedFuture(describe(failure)));
  }

  private Throwable describe(Throwable failure) {
    if (failure instanceof IOException taken) {
      // Since it was probed.
      return address.refusal(taken);
    }
    return failure instanceof TlsFilesException
        ? new RefusedStartException(
            Setting.TLS_CERTIFICATE.flag()
                + ", "
                + Setting.TLS_KEY.flag()
                + ": "
                + failure.getMessage(),
            failure)
        : failure;
  }

  /** As many connections as there are descriptors, with some left for files and the cluster. */
  private static int descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? (int) Math.max(1, Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount() * 3 / 4))
        : Integer.MAX_VALUE;
  }
}
