package io.spillway.api.http.server;

import io.spillway.api.http.route.ErrorMapping;
import io.spillway.api.http.route.HttpStatusException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The first handler of every request, for the API and for pages: limits, headers, framing, CORS.
 */
final class ServerHandler implements Handler<HttpServerRequest> {
  private static final String CHUNKED = "chunked";
  private static final int MAX_RESPONSE_HOURS = 1;

  /** The request was not worked on, and may be sent again (RFC 9113, 7). */
  private static final long REFUSED_STREAM = 7;

  private final ErrorMapping errors = new ErrorMapping();
  private final ConnectionTracker connections;
  private final SecurityHeaders headers;
  private final Cors cors;
  private final Handler<HttpServerRequest> next;

  ServerHandler(
      ConnectionTracker connections,
      SecurityHeaders headers,
      Cors cors,
      Handler<HttpServerRequest> next) {
    this.connections = connections;
    this.headers = headers;
    this.cors = cors;
    this.next = next;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!connections.arrived(request)) {
      request.response().reset(REFUSED_STREAM);
      return;
    }
    headers.putOn(request);
    if (hasValidFraming(request) && hasOneHost(request) && !cors.handle(request)) {
      next.handle(request);
    }
  }

  /** Refuses two Host headers (RFC 9112, 3.2): a proxy may have used the other one. */
  private boolean hasOneHost(HttpServerRequest request) {
    if (request.headers().getAll(HttpHeaders.HOST).size() <= 1) {
      return true;
    }
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    errors.respond(
        request,
        new HttpStatusException(400, "the header Host is given twice, must be given once"),
        "unreadable");
    request.connection().close();
    return false;
  }

  /**
   * Refuses transfer encodings other than chunked, against request smuggling. With any transfer
   * encoding, the connection is closed after the response and not read further: a Content-Length
   * beside it was ignored, and a proxy that used it would disagree about where the next request
   * begins.
   */
  private boolean hasValidFraming(HttpServerRequest request) {
    if (!request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.connection().shutdown(MAX_RESPONSE_HOURS, TimeUnit.HOURS);
    List<String> encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (encodings.size() == 1 && encodings.get(0).equalsIgnoreCase(CHUNKED)) {
      return true;
    }
    errors.respond(
        request,
        new HttpStatusException(400, "Transfer-Encoding is not supported, must be chunked"),
        "unreadable");
    return false;
  }
}
