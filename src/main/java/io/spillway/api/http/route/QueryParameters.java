package io.spillway.api.http.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/** The parameters in the query of a request. */
public final class QueryParameters {
  private QueryParameters() {}

  /** Throws {@link HttpFault} if they cannot be read. */
  public static MultiMap of(HttpServerRequest request) {
    try {
      return request.params();
    } catch (IllegalArgumentException e) {
      throw new HttpFault(400, "the query is not percent-encoded as it must be");
    }
  }
}
