/**
 * The JSON of the API, by the proto3 mapping.
 *
 * <p>Reading: {@link io.spillway.api.http.json.JsonDecoder} decodes a body within limits, {@link
 * io.spillway.api.http.json.Fields} gives typed access to its fields, {@link
 * io.spillway.api.http.json.TriggerContext} extracts the context of a trigger without building a
 * tree. Malformed input is refused ({@link io.spillway.api.http.json.Refusals}) with a message that
 * names the field: "field is given, must be allowed". Writing: {@link
 * io.spillway.api.http.json.JsonText}.
 *
 * <p>Called by the handlers of {@code api.http} and by {@code api.http.route}. It knows nothing of
 * operations and little of HTTP: a query is read like a message.
 */
@NullMarked
package io.spillway.api.http.json;

import org.jspecify.annotations.NullMarked;
