/**
 * JSON as the API has it: the proto3 mapping, read and written.
 *
 * <p>{@link io.spillway.api.http.json.JsonDecoder} reads bodies within limits, {@link
 * io.spillway.api.http.json.Fields} hands their fields out with types, {@link
 * io.spillway.api.http.json.JsonText} writes answers. What cannot be read is refused with a message
 * that names the field.
 */
@NullMarked
package io.spillway.api.http.json;

import org.jspecify.annotations.NullMarked;
