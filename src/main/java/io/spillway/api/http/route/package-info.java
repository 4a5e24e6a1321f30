/**
 * The way of one request to its handler and back.
 *
 * <p>{@link io.spillway.api.http.route.RequestAdmission} times it and passes it through the {@link
 * io.spillway.api.http.route.RequestGate}; {@link io.spillway.api.http.route.OperationRoute} finds
 * out who calls, checks the role, reads the body, calls the {@link
 * io.spillway.api.http.route.OperationHandler} and sends its {@link
 * io.spillway.api.http.route.Reply}. {@link io.spillway.api.http.route.ErrorMapping} is the one
 * place where a failure becomes an answer. Nothing here knows what an operation does.
 */
@NullMarked
package io.spillway.api.http.route;

import org.jspecify.annotations.NullMarked;
