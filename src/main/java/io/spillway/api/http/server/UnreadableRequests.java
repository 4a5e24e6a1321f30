package io.spillway.api.http.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.spillway.api.http.route.ErrorMapping;
import io.spillway.api.http.route.HttpFault;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers requests whose head is not HTTP, or too long. Where the next one would begin is not known
 * then, so the connection ends.
 */
final class UnreadableRequests implements Handler<HttpServerRequest> {
  private final SecurityHeaders headers;
  private final ErrorMapping errors = new ErrorMapping();

  UnreadableRequests(SecurityHeaders headers) {
    this.headers = headers;
  }

  @Override
  public void handle(HttpServerRequest request) {
    headers.putOn(request);
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    errors.answer(request, faultOf(request.decoderResult().cause()), "unreadable");
    request.connection().close();
  }

  private static HttpFault faultOf(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new HttpFault(
          414,
          "the request line is too long, allowed are "
              + HttpServerVerticle.MAX_INITIAL_LINE
              + " bytes");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new HttpFault(
          431,
          "the headers are too large, allowed are "
              + HttpServerVerticle.MAX_HEADERS
              + " bytes in all");
    }
    return new HttpFault(400, "the request is not valid HTTP");
  }
}
