package io.spillway.app;

import io.spillway.engine.bus.GuardedTransport;
import io.spillway.engine.grid.Grid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/** Starts Vert.x, in a cluster on the member of the grid. */
final class NodeVertx {
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

  /** A connection of the event bus without a reply is closed after twice this time. */
  private static final long PING_INTERVAL_MILLIS = 2_000;

  private NodeVertx() {}

  /** A node without a cluster has an event bus that does not listen. */
  static Future<Vertx> start(Settings.Cluster cluster, Grid grid) {
    VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
    if (!cluster.isShared()) {
      return Future.succeededFuture(Vertx.vertx(options));
    }
    EventBusOptions eventBus =
        new EventBusOptions()
            .setHost(cluster.host())
            .setPort(cluster.busPort())
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setClusterPingInterval(PING_INTERVAL_MILLIS)
            .setClusterPingReplyInterval(PING_INTERVAL_MILLIS);
    cluster.tls().ifPresent(files -> encrypt(eventBus, files));
    VertxBuilder builder =
        Vertx.builder()
            .with(options.setEventBusOptions(eventBus))
            .withClusterManager(new HazelcastClusterManager(grid.hazelcast()));
    if (cluster.tls().isEmpty()) {
      builder.withTransport(GuardedTransport.preferred());
    }
    return builder.buildClustered();
  }

  /** Both sides of a connection show a certificate of the authority. */
  private static void encrypt(EventBusOptions eventBus, Settings.ClusterTls files) {
    eventBus
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(files.certificate().toString())
                .setKeyPath(files.key().toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(files.authority().toString()))
        .setClientAuth(ClientAuth.REQUIRED);
  }
}
