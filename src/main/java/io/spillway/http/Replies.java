package io.spillway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Sends answers. */
final class Replies {
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");

  private Replies() {}

  /** Sends {@code reply}, if the client is still there. */
  static void send(Exchange exchange, Reply reply) {
    HttpServerResponse response = exchange.response();
    if (response.ended() || response.closed()) {
      return;
    }
    MultiMap headers = response.headers();
    headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
    if (reply instanceof Reply.Whole whole) {
      headers.set(HttpHeaders.CONTENT_TYPE, whole.contentType());
      response.setStatusCode(whole.status()).end(whole.body());
    } else if (reply instanceof Reply.Streamed streamed) {
      streamed.stream().startOn(exchange);
    }
  }
}
