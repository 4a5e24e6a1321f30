package io.spillway.api.http.route;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

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

  /**
   * Responds to a request for a path that nothing on the server has, with status 404.
   *
   * @return false, and nothing is sent, to leave the response to the server
   */
  default boolean respondToUnknown(RoutingContext context) {
    return false;
  }
}
