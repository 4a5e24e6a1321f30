/**
 * The HTTP server: sockets, TLS, limits on connections, and what holds for every request whoever
 * answers it.
 *
 * <p>{@link io.spillway.api.http.server.HttpServerVerticle} listens, several instances on one port.
 * Every request passes {@link io.spillway.api.http.server.ServerHandler} first, then the routes of
 * {@link io.spillway.api.http.HttpApi}.
 */
@NullMarked
package io.spillway.api.http.server;

import org.jspecify.annotations.NullMarked;
