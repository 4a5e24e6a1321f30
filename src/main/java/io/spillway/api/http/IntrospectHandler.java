package io.spillway.api.http;

import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.api.http.route.AccessRule;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/**
 * Returns the identity of the caller and its permissions, which are operation ids. There is one
 * tenant, without an id, and no client of a device.
 */
final class IntrospectHandler {
  private final List<AccessRule> rules;

  /**
   * @param rules of all operations that require authentication
   */
  IntrospectHandler(List<AccessRule> rules) {
    this.rules = List.copyOf(rules);
  }

  Future<Reply> introspect(ApiRequest request) {
    Caller caller = request.caller();
    JsonArray roles = new JsonArray();
    Arrays.stream(Role.values())
        .filter(caller.role()::includes)
        .forEach(role -> roles.add(role.wireName()));
    JsonArray permissions = new JsonArray();
    rules.stream()
        .filter(rule -> rule.permits(caller))
        .map(AccessRule::operation)
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
                .put("tenantId", "")
                .put("deviceClientId", "")
                .put("disabledModules", new JsonArray())
                .put("scopes", new JsonArray(caller.scope().ids().stream().sorted().toList()))
                .toBuffer()));
  }
}
