package io.spillway.api.http.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/** The query parameters of a request. */
public final class QueryParameters {
  private QueryParameters() {}

  /** Throws {@link HttpStatusException} if the query is malformed. */
  public static MultiMap of(HttpServerRequest request) {
    try {
      return request.params();
    } catch (IllegalArgumentException e) {
      throw new HttpStatusException(400, "the query is not valid percent-encoding");
    }
  }
}
