package io.spillway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Sends answers. */
final class Replies {
  private Replies() {}

  /** Sends {@code reply}, if the client is still there. */
  static void send(Exchange exchange, Reply reply) {
    HttpServerResponse response = exchange.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (reply instanceof Reply.Whole whole) {
      response.headers().set(HttpHeaders.CONTENT_TYPE, whole.contentType());
      response.setStatusCode(whole.status()).end(whole.body());
    } else if (reply instanceof Reply.Streamed streamed) {
      streamed.stream().startOn(exchange);
    }
  }
}
