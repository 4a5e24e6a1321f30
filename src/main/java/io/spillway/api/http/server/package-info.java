/**
 * The HTTP server: sockets, TLS, connection limits, and the checks and headers that apply to every
 * request.
 *
 * <p>{@link io.spillway.api.http.server.HttpServerVerticle} listens, several instances on one port.
 * {@link io.spillway.api.http.server.ConnectionTracker} limits connections and closes slow and idle
 * ones, but none on which a request is worked on, {@link
 * io.spillway.api.http.server.CertificateReload} follows changes of the certificate. A request
 * passes {@link io.spillway.api.http.server.ServerHandler} (security headers, framing, CORS) and
 * then the routes of {@link io.spillway.api.http.HttpApi}; one that is not valid HTTP goes to
 * {@link io.spillway.api.http.server.InvalidRequestHandler}.
 *
 * <p>Deployed by {@code app}; calls {@code api.http}, which does not know it.
 */
@NullMarked
package io.spillway.api.http.server;

import org.jspecify.annotations.NullMarked;
