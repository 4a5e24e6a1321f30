/**
 * The HTTP API, built from its OpenAPI document.
 *
 * <p>{@link io.spillway.api.http.route.ApiContract} is the document; {@link
 * io.spillway.api.http.HttpApi} gives each of its operations a handler and builds the routes;
 * {@link io.spillway.api.http.server.HttpServerVerticle} listens. A request comes in by the router,
 * or past it if {@link io.spillway.api.http.TriggerRoute} takes it. Either way it passes {@link
 * io.spillway.api.http.route.RequestGate} (how many at once, and whether the node still takes any),
 * then {@link io.spillway.api.http.route.OperationRoute}: who calls, whether the role suffices, the
 * body, the handler, the answer. {@link io.spillway.api.http.route.Exchange} goes along with it.
 * Whatever goes wrong on the way becomes an answer in {@link
 * io.spillway.api.http.route.ErrorMapping} and nowhere else.
 *
 * <p>Bodies follow the proto3 JSON mapping, which is more lenient than a schema: {@link
 * io.spillway.api.http.json.JsonDecoder} reads them and {@link io.spillway.api.http.json.Fields}
 * hands them out with types. Nothing here blocks an event loop: reads of the store run on worker
 * threads. Answers without a limit, an export or a manifest, are sent piece by piece by {@link
 * io.spillway.api.http.route.NdjsonStream}.
 */
@NullMarked
package io.spillway.api.http;

import org.jspecify.annotations.NullMarked;
