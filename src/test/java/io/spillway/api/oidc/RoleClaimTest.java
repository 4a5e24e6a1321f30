package io.spillway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.Role;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleClaimTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      value = {
        "roles|``|{\"roles\":[\"viewer\"]}|VIEWER",
        "roles|``|{\"roles\":[\"viewer\",\"admin\",\"operator\"]}|ADMIN",
        "roles|``|{\"roles\":[\"offline_access\",7,null,\"operator\"]}|OPERATOR",
        "roles|``|{\"roles\":\"admin\"}|ADMIN",
        "scope|spillway.|{\"scope\":\"openid spillway.operator email\"}|OPERATOR",
        "scope|spillway.|{\"scope\":\"openid admin email\"}|-",
        "roles|spillway-|{\"roles\":[\"admin\",\"spillway-viewer\"]}|VIEWER",
        "roles|spillway-|{\"roles\":[\"spillway-spillway-admin\",\"xspillway-admin\"]}|-",
        "realm_access.roles|``|{\"realm_access\":{\"roles\":[\"admin\"]}}|ADMIN",
        "resource_access.flow.example.roles|``"
            + "|{\"resource_access\":{\"flow.example\":{\"roles\":[\"viewer\"]}}}|VIEWER",
        "https://flow.example/roles|``|{\"https://flow.example/roles\":[\"admin\"]}|ADMIN",
        "a.b|``|{\"a\":{\"c\":1},\"a.b\":[\"viewer\"]}|VIEWER",
        "realm_access.roles|``|{\"realm_access\":[\"admin\"]}|-",
        "realm_access.roles|``|{\"realm_access\":{\"roles\":{\"admin\":true}}}|-",
        "realm_access.roles|``|{\"roles\":[\"admin\"]}|-",
        "roles|``|{\"roles\":[\"Admin\",\"ADMIN\",\" admin\",\"administrator\"]}|-",
        "roles|``|{\"roles\":true}|-",
        "roles|``|{}|-",
      })
  void theHighestRoleAtThePathCounts(String path, String prefix, String claims, Role role) {
    assertThat(new RoleClaim(path, prefix).highestIn(new JsonObject(claims)).orElse(null))
        .isEqualTo(role);
  }
}
