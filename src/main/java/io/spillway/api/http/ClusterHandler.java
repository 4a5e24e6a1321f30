package io.spillway.api.http;

import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/** Returns the members of the cluster. */
final class ClusterHandler {
  private final Supplier<Future<JsonArray>> members;

  ClusterHandler(ApiDependencies dependencies) {
    this.members = dependencies.probes().members();
  }

  Future<Reply> get(ApiRequest request) {
    return members.get().map(all -> Reply.ok(new JsonObject().put("members", all).toBuffer()));
  }
}
