package io.spillway.api.http.route;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;

/** Sends replies. */
final class ReplySender {
  private ReplySender() {}

  /** Sends {@code reply}, if the client is still connected. */
  static void send(Exchange exchange, Reply reply) {
    HttpServerResponse response = exchange.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (reply instanceof Reply.Buffered whole) {
      response.headers().set(HttpHeaders.CONTENT_TYPE, whole.contentType());
      response.setStatusCode(whole.status());
      ResponseBodies.end(exchange.request(), whole.body());
    } else if (reply instanceof Reply.Streamed streamed) {
      response.headers().set(HttpHeaders.CONTENT_TYPE, streamed.contentType());
      stream(exchange, streamed.stream());
    } else if (reply instanceof Reply.Redirect elsewhere) {
      response.headers().set(HttpHeaders.LOCATION, elsewhere.location());
      response.headers().set(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setStatusCode(302).end();
    } else if (reply instanceof Reply.File file) {
      file.file().send(exchange.request());
    } else {
      throw new IllegalStateException("unknown kind of reply: " + reply.getClass());
    }
  }

  /** A response to HEAD does not wait for the end of the stream. */
  private static void stream(Exchange exchange, Reply.Stream stream) {
    if (exchange.request().method().equals(HttpMethod.HEAD)) {
      exchange.response().end();
    } else {
      exchange.response().setChunked(true);
      stream.startOn(exchange);
    }
  }
}
