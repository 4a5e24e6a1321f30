package io.spillway.engine.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A receiver of requests on a free port of loopback that answers as it is told. */
final class HostileReceiver {
  private static final Buffer MEGABYTE = Buffer.buffer(new byte[1 << 20]);

  /** A request with its body. */
  record Received(HttpServerRequest request, Buffer body) {
    String header(String name) {
      return String.valueOf(request.getHeader(name));
    }
  }

  final List<Received> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Consumer<HttpServerResponse> answer = HttpServerResponse::end;

  HostileReceiver(Vertx vertx, HttpServerOptions options) {
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              received.add(new Received(request, body));
                              answer.accept(request.response());
                            }))
            .listen(0, "127.0.0.1")
            .await();
  }

  int port() {
    return server.actualPort();
  }

  void answers(Consumer<HttpServerResponse> how) {
    answer = how;
  }

  void answers(int status, String body) {
    answer = response -> response.setStatusCode(status).end(body);
  }

  /** A body of a gigabyte, as fast as it is read. */
  static void endless(HttpServerResponse response) {
    response.setChunked(true);
    response.exceptionHandler(closed -> {});
    write(response, 1_024);
  }

  private static void write(HttpServerResponse response, int left) {
    if (left > 0 && !response.closed()) {
      response.write(MEGABYTE).onSuccess(written -> write(response, left - 1));
    }
  }

  /** One byte every 50 ms, for ever. */
  static void trickling(Vertx vertx, HttpServerResponse response) {
    response.setChunked(true);
    response.exceptionHandler(closed -> {});
    vertx.setPeriodic(
        50,
        timer -> {
          if (response.closed()) {
            vertx.cancelTimer(timer);
          } else {
            response.write(" ");
          }
        });
  }

  /** The connection is cut within the body. */
  static void cut(HttpServerResponse response) {
    response.putHeader("Content-Length", "100");
    response.exceptionHandler(closed -> {});
    response.write("{\"half\":").onSuccess(written -> response.reset());
  }
}
