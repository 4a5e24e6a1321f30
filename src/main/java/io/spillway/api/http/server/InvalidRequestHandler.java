package io.spillway.api.http.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.spillway.api.http.route.ErrorMapping;
import io.spillway.api.http.route.HttpStatusException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers requests whose head is not valid HTTP or too long, and closes the connection, since the
 * start of the next request is unknown.
 */
final class InvalidRequestHandler implements Handler<HttpServerRequest> {
  private final SecurityHeaders headers;
  private final ErrorMapping errors = new ErrorMapping();

  InvalidRequestHandler(SecurityHeaders headers) {
    this.headers = headers;
  }

  @Override
  public void handle(HttpServerRequest request) {
    headers.putOn(request);
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    errors.respond(request, faultOf(request.decoderResult().cause()), "unreadable");
    request.connection().close();
  }

  private static HttpStatusException faultOf(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new HttpStatusException(
          414,
          "the request line is too long, must be at most "
              + HttpServerVerticle.MAX_INITIAL_LINE
              + " bytes");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new HttpStatusException(
          431,
          "the headers are too large, must be at most "
              + HttpServerVerticle.MAX_HEADERS
              + " bytes in all");
    }
    return new HttpStatusException(400, "the request is not valid HTTP");
  }
}
