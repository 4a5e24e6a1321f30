/**
 * The HTTP API, built from its OpenAPI document; one handler method per operation.
 *
 * <p>{@link io.spillway.api.http.route.ApiContract} loads the document, {@link
 * io.spillway.api.http.OperationHandlers} maps each operation id to its handler, {@link
 * io.spillway.api.http.HttpApi} builds the routes, and {@link
 * io.spillway.api.http.server.HttpServerVerticle} listens.
 *
 * <p>The flow of a request: {@link io.spillway.api.http.server.ServerHandler} (headers, framing,
 * CORS), then the Vert.x router, or {@link io.spillway.api.http.TriggerRoute} for triggers, which
 * bypasses it. Then {@link io.spillway.api.http.route.RequestAdmission} (timer, limit of concurrent
 * requests), {@link io.spillway.api.http.route.AuthenticatedRoute} (token, role, scope, body), and
 * the handler. A handler reads the {@link io.spillway.api.http.route.ApiRequest} by {@link
 * io.spillway.api.http.json.Fields}, sends a command to the automation or reads the store or the
 * grid, and returns a {@link io.spillway.api.http.route.Reply}. All failures become error responses
 * in {@link io.spillway.api.http.route.ErrorMapping}.
 *
 * <p>No handler blocks an event loop: reads of the store run on worker threads ({@link
 * io.spillway.api.http.route.BlockingReads}). Unbounded responses, exports and manifests, are
 * streamed by {@link io.spillway.api.http.route.NdjsonStream}; the progress of a resolution by
 * {@link io.spillway.api.http.ResolutionStream}.
 *
 * <p>{@link io.spillway.api.http.EventBusApi} offers a part of the operations on the event bus.
 *
 * <p>Created by {@code app} and {@code api.http.server}; calls {@code engine}, {@code store} and
 * {@code api.auth}. Add an operation: describe it in {@code openapi.yaml}, write a handler method,
 * register it in {@code OperationHandlers}.
 */
@NullMarked
package io.spillway.api.http;

import org.jspecify.annotations.NullMarked;
