package io.spillway.api.http.server;

import io.spillway.api.http.ApiDependencies;
import io.spillway.api.http.HttpApi;
import io.spillway.api.http.ProgressFeed;
import io.spillway.api.http.route.ApiContract;
import io.spillway.api.http.route.Mount;
import io.spillway.api.http.route.RequestGate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the HTTP server; several share a port. Starting completes when it listens,
 * stopping when it is closed. {@link RequestGate#drain} comes before stopping.
 */
public final class HttpServerVerticle extends VerticleBase {
  private static final long TICK_MILLIS = 1_000;
  private static final long CERTIFICATE_CHECK_MILLIS = 2_000;

  /** Maximum HTTP/2 stream resets per connection within 30 seconds (rapid reset attack). */
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
   * @param contract of the API
   * @param dependencies of the operations
   * @param gate shared by all instances of the node
   * @param settings of the server
   * @param mounts served beside the API
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
                          vertx.setPeriodic(CERTIFICATE_CHECK_MILLIS, id -> reload.check());
                          return serve(listening);
                        }))
        .orElseGet(() -> serve(vertx.createHttpServer(options())));
  }

  private Future<HttpServer> serve(HttpServer started) {
    server = Optional.of(started);
    ProgressFeed progress = new ProgressFeed(vertx.eventBus(), settings.timeouts().heartbeat());
    HttpApi api = new HttpApi(contract, dependencies, gate, progress);
    SecurityHeaders headers = new SecurityHeaders(settings.tls().isPresent());
    ConnectionTracker connections =
        new ConnectionTracker(
            connectionLimit,
            (int) settings.timeouts().request().toSeconds(),
            (int) settings.timeouts().idle().toSeconds());
    vertx.setPeriodic(TICK_MILLIS, id -> connections.tick());
    started
        .connectionHandler(
            connection -> {
              if (isRefused(connection)) {
                connection.close();
                return;
              }
              FlushBeforeClose.addTo(connection);
              connections.opened(connection);
            })
        .invalidRequestHandler(new InvalidRequestHandler(headers))
        .requestHandler(
            new ServerHandler(
                connections,
                headers,
                new Cors(settings.corsOrigins()),
                api.handler(vertx, mounts)));
    return progress.start().compose(listening -> started.listen());
  }

  /** Whether a connection named a client although its peer is not trusted to. */
  private boolean isRefused(HttpConnection connection) {
    SocketAddress peer = connection.remoteAddress(true);
    return settings.proxyProtocol().filter(trusted -> !trusted.test(peer)).isPresent();
  }

  @Override
  public Future<?> stop() {
    return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
  }

  /** The port it listens on, 0 before it is started. */
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
        // Until the connection is tracked, see IdleBeforeHttp.
        .setIdleTimeout((int) settings.timeouts().request().toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setTcpKeepAlive(true)
        .setUseProxyProtocol(settings.proxyProtocol().isPresent())
        .setMaxHeaderSize(MAX_HEADERS)
        .setMaxInitialLineLength(MAX_INITIAL_LINE)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        // HTTP/2 over TLS only. On the plain port, Vert.x would also report a connection only after
        // its first headers are complete.
        .setHttp2ClearTextEnabled(false)
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setHttp2RstFloodWindowDuration(RESETS_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        // No web sockets, so no handlers for their extensions in the pipeline.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }
}
