package io.spillway.api.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Ends answers that have a body. Of an answer to HEAD only its length is told. */
public final class ResponseBodies {
  private ResponseBodies() {}

  /** Sends the headers of the response as they stand, and {@code body} where it belongs. */
  public static void end(HttpServerRequest request, Buffer body) {
    if (request.method().equals(HttpMethod.HEAD)) {
      request.response().putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length())).end();
    } else {
      request.response().end(body);
    }
  }
}
