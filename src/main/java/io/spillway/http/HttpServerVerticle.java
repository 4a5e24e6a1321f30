package io.spillway.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the server; several share a port. Starting completes when it listens, stopping
 * when it is closed. Refusing and draining beforehand is {@link RequestGate#drain}.
 */
public final class HttpServerVerticle extends VerticleBase {
  private static final int IDLE_SECONDS = 60;
  private static final int LARGEST_HEADERS = 16 * 1_024;
  private static final int LONGEST_INITIAL_LINE = 8 * 1_024;

  private final ApiContract contract;
  private final ApiDependencies dependencies;
  private final RequestGate gate;
  private final HttpSettings settings;
  private final List<Mount> mounts;
  private Optional<HttpServer> server = Optional.empty();

  /**
   * @param contract what is served
   * @param dependencies what it works with
   * @param gate shared by all instances of the node
   * @param settings where it listens
   * @param mounts what else is served
   */
  public HttpServerVerticle(
      ApiContract contract,
      ApiDependencies dependencies,
      RequestGate gate,
      HttpSettings settings,
      List<Mount> mounts) {
    this.contract = contract;
    this.dependencies = dependencies;
    this.gate = gate;
    this.settings = settings;
    this.mounts = List.copyOf(mounts);
  }

  @Override
  public Future<?> start() {
    ProgressFeed progress = new ProgressFeed(vertx.eventBus());
    HttpApi api = new HttpApi(contract, dependencies, gate, progress);
    HttpServer started = vertx.createHttpServer(options());
    server = Optional.of(started);
    return progress
        .start()
        .compose(listening -> started.requestHandler(api.handler(vertx, mounts)).listen());
  }

  @Override
  public Future<?> stop() {
    return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
  }

  /** The port it listens on, 0 before it does. */
  public int port() {
    return server.map(HttpServer::actualPort).orElse(0);
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(settings.host())
        .setPort(settings.port())
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(LARGEST_HEADERS)
        .setMaxInitialLineLength(LONGEST_INITIAL_LINE)
        .setCompressionSupported(false)
        // There are no web sockets, so no handler for their extensions need see each request.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }
}
