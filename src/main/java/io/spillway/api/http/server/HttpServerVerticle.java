package io.spillway.api.http.server;

import io.spillway.api.http.ApiDependencies;
import io.spillway.api.http.HttpApi;
import io.spillway.api.http.ProgressFeed;
import io.spillway.api.http.route.ApiContract;
import io.spillway.api.http.route.Mount;
import io.spillway.api.http.route.RequestGate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the server; several share a port. Starting completes when it listens, stopping
 * when it is closed. Refusing and draining beforehand is {@link RequestGate#drain}.
 */
public final class HttpServerVerticle extends VerticleBase {
  private static final int IDLE_SECONDS = 60;
  private static final long TICK_MILLIS = 1_000;
  private static final long LOOK_AT_CERTIFICATE_MILLIS = 2_000;

  /** Streams of HTTP/2 that one connection may begin and reset within half a minute. */
  public static final int MAX_RESETS = 200;

  private static final int RESETS_WINDOW_SECONDS = 30;
  static final int MAX_HEADERS = 16 * 1_024;
  static final int MAX_INITIAL_LINE = 8 * 1_024;

  private final ApiContract contract;
  private final ApiDependencies dependencies;
  private final RequestGate gate;
  private final HttpSettings settings;
  private final List<Mount> mounts;
  private final ConnectionLimit connectionLimit;
  private Optional<HttpServer> server = Optional.empty();

  /**
   * @param contract what is served
   * @param dependencies what it works with
   * @param gate shared by all instances of the node
   * @param settings where it listens
   * @param mounts what else is served
   * @param connectionLimit shared by all instances of the node
   */
  public HttpServerVerticle(
      ApiContract contract,
      ApiDependencies dependencies,
      RequestGate gate,
      HttpSettings settings,
      List<Mount> mounts,
      ConnectionLimit connectionLimit) {
    this.connectionLimit = connectionLimit;
    this.contract = contract;
    this.dependencies = dependencies;
    this.gate = gate;
    this.settings = settings;
    this.mounts = List.copyOf(mounts);
  }

  @Override
  public Future<?> start() {
    return settings
        .tls()
        .map(
            files ->
                vertx
                    .executeBlocking(files::read)
                    .compose(
                        pair -> {
                          HttpServer listening = vertx.createHttpServer(encrypted(pair));
                          CertificateReload reload =
                              new CertificateReload(vertx, files, listening, pair);
                          vertx.setPeriodic(LOOK_AT_CERTIFICATE_MILLIS, id -> reload.look());
                          return serve(listening);
                        }))
        .orElseGet(() -> serve(vertx.createHttpServer(options())));
  }

  private Future<HttpServer> serve(HttpServer started) {
    server = Optional.of(started);
    ProgressFeed progress = new ProgressFeed(vertx.eventBus());
    HttpApi api = new HttpApi(contract, dependencies, gate, progress);
    SecurityHeaders headers = new SecurityHeaders(settings.tls().isPresent());
    Connections connections =
        new Connections(connectionLimit, (int) settings.requestTimeout().toSeconds(), IDLE_SECONDS);
    vertx.setPeriodic(TICK_MILLIS, id -> connections.tick());
    started
        .connectionHandler(connections::opened)
        .invalidRequestHandler(new UnreadableRequests(headers))
        .requestHandler(
            new ServerHandler(
                connections,
                headers,
                new Cors(settings.corsOrigins()),
                api.handler(vertx, mounts)));
    return progress.start().compose(listening -> started.listen());
  }

  @Override
  public Future<?> stop() {
    return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
  }

  /** The port it listens on, 0 before it does. */
  public int port() {
    return server.map(HttpServer::actualPort).orElse(0);
  }

  private HttpServerOptions encrypted(PemKeyCertOptions pair) {
    return options().setSsl(true).setUseAlpn(true).setKeyCertOptions(pair);
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(settings.host())
        .setPort(settings.port())
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(MAX_HEADERS)
        .setMaxInitialLineLength(MAX_INITIAL_LINE)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        // HTTP/2 is spoken over TLS only. On the plain port it would also mean that a connection is
        // not heard of before the first headers are complete.
        .setHttp2ClearTextEnabled(false)
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setHttp2RstFloodWindowDuration(RESETS_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        // There are no web sockets, so no handler for their extensions need see each request.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }
}
