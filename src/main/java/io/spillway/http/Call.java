package io.spillway.http;

import io.spillway.auth.Caller;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * One authenticated request of the API.
 *
 * @param http the request and its response
 * @param caller who sent it
 * @param body as received, empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Up to 1 MiB: handed on, not copied.
record Call(RoutingContext http, Caller caller, byte[] body) {
  /** A parameter of the path, percent-decoded. */
  String path(String name) {
    return http.pathParam(name);
  }

  /** The body as fields. */
  Fields fields() {
    return Fields.of(JsonDecoder.decode(body));
  }

  Vertx vertx() {
    return http.vertx();
  }
}
