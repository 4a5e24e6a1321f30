package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Ends responses that have a body; a response to HEAD has the Content-Length only. */
public final class ResponseBodies {
  private ResponseBodies() {}

  /**
   * Sends the headers as set, and {@code body} unless the method is HEAD.
   *
   * @return completes when the socket has taken all of it
   */
  public static Future<Void> end(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    return request.method().equals(HttpMethod.HEAD)
        ? response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length())).end()
        : response.end(body);
  }
}
