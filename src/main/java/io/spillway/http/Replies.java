package io.spillway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Sends answers. */
final class Replies {
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");

  private Replies() {}

  /** Sends {@code reply}, if the client is still there. */
  static void send(RoutingContext context, Reply reply) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    response.putHeader(CONTENT_TYPE_OPTIONS, NO_SNIFF);
    if (reply instanceof Reply.Whole whole) {
      response
          .setStatusCode(whole.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, whole.contentType())
          .end(whole.body());
    } else if (reply instanceof Reply.Streamed streamed) {
      streamed.stream().startOn(context);
    }
  }
}
