package io.spillway.attack;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The node that is attacked.
 *
 * @param node its process
 * @param admin calls of its administrator
 * @param viewer calls of a client that may only read
 */
record Target(ServerProcess node, ApiCalls admin, ServerApi viewer) {
  static final int MEBIBYTE = 1 << 20;

  static Target of(ServerProcess node) {
    ServerApi admin = node.signIn();
    JsonObject made =
        admin
            .post(
                "/api/v1/clients",
                new JsonObject()
                    .put("displayName", "attacker")
                    .put("roles", new JsonArray().add("viewer")))
            .ok();
    List<String> form =
        List.of(
            "client_id", made.getJsonObject("client").getString("id"),
            "client_secret", made.getString("clientSecret"));
    String token = ServerApi.token(node.url(), form).ok().getString("access_token");
    return new Target(node, new ApiCalls(admin), ServerApi.withToken(node.url(), token));
  }

  /** A tripped automation. */
  String tripped(String name) {
    String id = admin.create(name, 1);
    admin.execute(id).ok();
    admin.execute(id).ok();
    return id;
  }

  /** Fires triggers with contexts of this many bytes; answers the ids of the executions. */
  List<String> executions(String automation, int count, int bytes) {
    JsonObject context = new JsonObject().put("n", "x".repeat(bytes - 100));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(admin.execute(automation, context).ok().getString("executionId"));
    }
    return ids;
  }
}
