package io.spillway.attack;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How the administrator's work went.
 *
 * @param calls how many were made
 * @param p99Millis what 99 of 100 calls took at most
 * @param slowest the name of the call that took longest, and its time
 * @param failures what went wrong
 */
record AdminReport(int calls, long p99Millis, String slowest, List<String> failures) {
  static AdminReport of(JsonObject json) {
    return new AdminReport(
        json.getInteger("calls"),
        json.getLong("p99Millis"),
        json.getString("slowest"),
        json.getJsonArray("failures").stream().map(String.class::cast).toList());
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("calls", calls)
        .put("p99Millis", p99Millis)
        .put("slowest", slowest)
        .put("failures", new JsonArray(failures));
  }
}
