package io.spillway.attack;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The node that is attacked.
 *
 * @param node its process
 * @param admin calls of its administrator
 * @param writer calls of another client that may do everything
 * @param viewer calls of a client that may only read
 * @param memberPorts if it is a member of a cluster
 */
record Target(
    ServerProcess node,
    ApiCalls admin,
    ServerApi writer,
    ServerApi viewer,
    Optional<MemberPorts> memberPorts) {
  static final int MEBIBYTE = 1 << 20;

  static Target of(AttackedNodes nodes) {
    ServerProcess node = nodes.first();
    ServerApi admin = node.signIn();
    return new Target(
        node,
        new ApiCalls(admin),
        client(admin, "admin"),
        client(admin, "viewer"),
        nodes.portsOfFirst());
  }

  /** Calls of a new client with this role. */
  private static ServerApi client(ServerApi admin, String role) {
    JsonObject made =
        admin
            .post(
                "/api/v1/clients",
                new JsonObject().put("displayName", role).put("roles", new JsonArray().add(role)))
            .ok();
    List<String> form =
        List.of(
            "client_id", made.getJsonObject("client").getString("id"),
            "client_secret", made.getString("clientSecret"));
    String token = ServerApi.token(admin.url(), form).ok().getString("access_token");
    return ServerApi.withToken(admin.url(), token);
  }

  /** A token that names a key of the server, and that it has not signed. */
  String forgedToken() {
    byte[] signature = new byte[64];
    ThreadLocalRandom.current().nextBytes(signature);
    String signed = viewer.bearer();
    return signed.substring(0, signed.lastIndexOf('.') + 1)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
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
