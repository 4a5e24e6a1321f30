/**
 * The HTTP API, built from its OpenAPI document.
 *
 * <p>{@link io.spillway.http.ApiContract} is the document; {@link io.spillway.http.HttpApi} gives
 * each of its operations a handler and builds the routes; {@link
 * io.spillway.http.HttpServerVerticle} listens. A request comes in by the router, or past it if
 * {@link io.spillway.http.TriggerRoute} takes it. Either way it passes {@link
 * io.spillway.http.RequestGate} (how many at once, and whether the node still takes any), then
 * {@link io.spillway.http.OperationRoute}: who calls, whether the role suffices, the body, the
 * handler, the answer. {@link io.spillway.http.Exchange} goes along with it. Whatever goes wrong on
 * the way becomes an answer in {@link io.spillway.http.ErrorMapping} and nowhere else.
 *
 * <p>Bodies follow the proto3 JSON mapping, which is more lenient than a schema: {@link
 * io.spillway.http.JsonDecoder} reads them and {@link io.spillway.http.Fields} hands them out with
 * types. Nothing here blocks an event loop: reads of the store run on worker threads. Answers
 * without a limit, an export or a manifest, are sent piece by piece by {@link
 * io.spillway.http.LineStream}.
 */
@NullMarked
package io.spillway.http;

import org.jspecify.annotations.NullMarked;
