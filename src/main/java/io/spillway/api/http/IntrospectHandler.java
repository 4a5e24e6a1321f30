package io.spillway.api.http;

import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.api.http.route.Access;
import io.spillway.api.http.route.Call;
import io.spillway.api.http.route.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** Tells callers who they are and what they may do: their permissions are operation ids. */
final class IntrospectHandler {
  private final List<Access> operations;

  /**
   * @param operations who may call which
   */
  IntrospectHandler(List<Access> operations) {
    this.operations = List.copyOf(operations);
  }

  Future<Reply> introspect(Call call) {
    Caller caller = call.caller();
    JsonArray roles = new JsonArray();
    Arrays.stream(Role.values())
        .filter(caller.role()::includes)
        .forEach(role -> roles.add(role.wireName()));
    JsonArray permissions = new JsonArray();
    operations.stream()
        .filter(operation -> operation.permits(caller))
        .map(Access::operation)
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
                .put("scopes", new JsonArray(caller.scope().ids().stream().sorted().toList()))
                .toBuffer()));
  }
}
