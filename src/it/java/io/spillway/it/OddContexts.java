package io.spillway.it;

import io.spillway.harness.ApiCalls;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * An automation whose executions are paused, with contexts that are given as JSON text, byte for
 * byte.
 *
 * @param operations calls of an administrator
 * @param automation its id
 */
record OddContexts(ApiCalls operations, String automation) {
  /** Makes one that has admitted as many as it may. */
  static OddContexts create(ConsoleNode node, String name) {
    OddContexts made = new OddContexts(node.operations(), node.operations().create(name, 1));
    made.pause("{}");
    return made;
  }

  /** Fires triggers with these contexts; the first trips the breaker, and all are paused. */
  void pause(List<String> contexts) {
    contexts.forEach(this::pause);
  }

  /** Fires a trigger and answers the id of its execution. */
  String pause(String context) {
    String body = "{\"context\":{\"context\":" + context + "}}";
    return operations
        .api()
        .postLater(ApiCalls.pathOf(automation) + "/execute", body)
        .join()
        .ok()
        .getString("executionId");
  }

  /** The number of paused executions whose field has a value, given as JSON text. */
  long pausedWith(String field, String json) {
    String filter = "{\"field\":" + Json.encode(field) + ",\"equals\":" + json + "}";
    return operations
        .api()
        .postLater(
            ApiCalls.pathOf(automation) + "/circuit_breaker/paused/search",
            "{\"pageSize\":1,\"contextFilters\":[" + filter + "]}")
        .join()
        .ok()
        .getJsonObject("summary")
        .getLong("count");
  }

  long paused() {
    return operations.breaker(automation).ok().getLong("pausedCount");
  }

  String path() {
    return "/automations/" + automation;
  }

  /** Its newest resolution. */
  JsonObject latest() {
    return operations.resolutions(automation).get(0);
  }
}
