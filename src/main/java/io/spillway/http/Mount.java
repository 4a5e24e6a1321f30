package io.spillway.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.function.Function;

/**
 * Something else served by the same server, outside the API.
 *
 * @param path where it hangs, such as {@code /console*}
 * @param routes makes its routes, once per server instance
 */
public record Mount(String path, Function<Vertx, Router> routes) {}
