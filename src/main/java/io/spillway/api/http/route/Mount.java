package io.spillway.api.http.route;

import io.vertx.ext.web.Router;

/**
 * Pages and files served by the same server, outside the API. All its routes are for GET, and none
 * matches a path of another mount or of the API, so that a failed request has one error response.
 */
@FunctionalInterface
public interface Mount {
  /** The value of the header Allow for every route. */
  String METHODS = "GET, HEAD";

  /** Adds the routes, once per server instance. */
  void addTo(Router router);
}
