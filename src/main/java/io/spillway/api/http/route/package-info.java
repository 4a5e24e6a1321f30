/**
 * The pipeline of a request around its handler, independent of what the operation does.
 *
 * <p>{@link io.spillway.api.http.route.RequestAdmission} creates the {@link
 * io.spillway.api.http.route.Exchange}, starts its timer and passes it through the {@link
 * io.spillway.api.http.route.RequestGate}. {@link io.spillway.api.http.route.AuthenticatedRoute}
 * authenticates the caller and checks the {@link io.spillway.api.http.route.AccessRule} by the
 * {@link io.spillway.api.http.route.OperationAccess} of the operation, reads the body, calls the
 * {@link io.spillway.api.http.route.OperationHandler} and sends its {@link
 * io.spillway.api.http.route.Reply}, compressed where {@link
 * io.spillway.api.http.route.ContentCoding} says so. {@link io.spillway.api.http.route.PublicRoute}
 * is the same without authentication. {@link io.spillway.api.http.route.ErrorMapping} is the one
 * place where a failure becomes an error response.
 *
 * <p>Used by {@code api.http} and {@code api.http.server}; calls {@code api.http.json} and {@code
 * api.auth}.
 */
@NullMarked
package io.spillway.api.http.route;

import org.jspecify.annotations.NullMarked;
