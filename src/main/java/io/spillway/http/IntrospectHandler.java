package io.spillway.http;

import io.spillway.auth.Caller;
import io.spillway.auth.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;

/** Tells callers who they are and what they may do: their permissions are operation ids. */
final class IntrospectHandler {
  private final Map<String, Role> requiredRoles;

  /**
   * @param requiredRoles the role that each operation asks for, by operation id
   */
  IntrospectHandler(Map<String, Role> requiredRoles) {
    this.requiredRoles = Map.copyOf(requiredRoles);
  }

  Future<Reply> introspect(Call call) {
    Caller caller = call.caller();
    JsonArray roles = new JsonArray();
    Arrays.stream(Role.values())
        .filter(caller.role()::includes)
        .forEach(role -> roles.add(role.wireName()));
    JsonArray permissions = new JsonArray();
    requiredRoles.entrySet().stream()
        .filter(operation -> caller.role().includes(operation.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(permissions::add);
    return Future.succeededFuture(
        Reply.ok(
            new JsonObject()
                .put("userId", caller.clientId())
                .put("principleId", caller.clientId())
                .put("roles", roles)
                .put("permissions", permissions)
                .put("features", new JsonArray())
                .toBuffer()));
  }
}
