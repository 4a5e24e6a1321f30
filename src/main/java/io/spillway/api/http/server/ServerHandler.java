package io.spillway.api.http.server;

import io.spillway.api.http.route.ErrorMapping;
import io.spillway.api.http.route.HttpFault;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where every request comes in first: what holds for all of them, whoever answers. */
final class ServerHandler implements Handler<HttpServerRequest> {
  private static final String CHUNKED = "chunked";
  private static final int MAX_ANSWER_HOURS = 1;

  private final ErrorMapping errors = new ErrorMapping();
  private final Connections connections;
  private final SecurityHeaders headers;
  private final Cors cors;
  private final Handler<HttpServerRequest> next;

  ServerHandler(
      Connections connections,
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
    connections.arrived(request);
    headers.putOn(request);
    if (isFramedClearly(request) && !cors.answers(request)) {
      next.handle(request);
    }
  }

  /**
   * Refuses framings that the server does not know. With any, the connection ends when this is
   * answered, and nothing more is read of it: a length beside it has been passed over by now, and
   * whoever believed that would take the next request for a part of this one.
   */
  private boolean isFramedClearly(HttpServerRequest request) {
    if (!request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.connection().shutdown(MAX_ANSWER_HOURS, TimeUnit.HOURS);
    List<String> encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (encodings.size() == 1 && encodings.get(0).equalsIgnoreCase(CHUNKED)) {
      return true;
    }
    errors.answer(
        request,
        new HttpFault(400, "Transfer-Encoding is not allowed as it is given, allowed is chunked"),
        "unreadable");
    return false;
  }
}
