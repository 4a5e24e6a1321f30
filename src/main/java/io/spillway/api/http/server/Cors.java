package io.spillway.api.http.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/**
 * Allows cross-origin requests from the listed origins. Cookies are not used, so credentials are
 * never allowed.
 */
final class Cors {
  private static final String METHODS = "GET, POST, DELETE";
  private static final String HEADERS = "Authorization, Content-Type, Idempotency-Key, Prefer";
  private static final String EXPOSED =
      "Location, Preference-Applied, Retry-After, WWW-Authenticate";
  private static final String MAX_AGE_SECONDS = "600";

  private final Set<String> origins;

  Cors(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** Sets the CORS headers, and answers a preflight; true if the request is answered. */
  boolean handle(HttpServerRequest request) {
    if (origins.isEmpty()) {
      return false;
    }
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || !origins.contains(origin)) {
      return false;
    }
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if (!request.method().equals(HttpMethod.OPTIONS)
        || request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) == null) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
      return false;
    }
    response
        .setStatusCode(204)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS)
        .end();
    return true;
  }
}
