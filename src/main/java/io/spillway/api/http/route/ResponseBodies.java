package io.spillway.api.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Ends responses that have a body; a response to HEAD has the Content-Length only. */
public final class ResponseBodies {
  private ResponseBodies() {}

  /** Sends the headers as set, and {@code body} unless the method is HEAD. */
  public static void end(HttpServerRequest request, Buffer body) {
    if (request.method().equals(HttpMethod.HEAD)) {
      request.response().putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length())).end();
    } else {
      request.response().end(body);
    }
  }
}
