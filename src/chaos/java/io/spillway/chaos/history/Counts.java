package io.spillway.chaos.history;

import io.vertx.core.json.JsonObject;

/** How many executions a resolution moved and could not move. */
public record Counts(long paused, long errored) {
  public static Counts of(JsonObject json) {
    return new Counts(json.getLong("pausedCount"), json.getLong("erroredCount"));
  }
}
