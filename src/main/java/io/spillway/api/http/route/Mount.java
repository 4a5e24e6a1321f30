package io.spillway.api.http.route;

import io.vertx.ext.web.Router;

/**
 * Pages and files served by the same server, outside the API. It adds its own routes, all for GET,
 * and none that matches an address of others, so that what is wrong with a request can be told for
 * all of them.
 */
@FunctionalInterface
public interface Mount {
  /** The methods that every route of it takes. */
  String METHODS = "GET, HEAD";

  /** Adds its routes, once per server instance. */
  void addTo(Router router);
}
