package io.spillway.engine.step;

import io.vertx.core.json.JsonObject;

/**
 * A step of a published version.
 *
 * @param index in the automation, from 0
 * @param name as expressions name it; {@code step<index>} if none was given
 * @param kind the name of the field that holds its configuration
 * @param jobType what workers ask for; the kind, for {@code callFunction} with the function's id
 * @param skipIfTrue an expression, empty for none
 * @param configuration as it was saved; never modified
 */
public record Step(
    int index,
    String name,
    String kind,
    String jobType,
    String skipIfTrue,
    JsonObject configuration) {}
