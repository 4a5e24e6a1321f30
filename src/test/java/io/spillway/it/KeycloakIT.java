package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node that accepts the tokens of a real identity provider beside its own. */
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeycloakIT {
  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @TempDir static Path directory;
  private static Keycloak keycloak;
  private static ServerProcess node;

  @BeforeAll
  static void start() {
    keycloak = Keycloak.start(directory.resolve("keycloak.log"));
    node =
        NODES
            .launch(
                directory.resolve("data"),
                "--port",
                "0",
                "--oidc-issuer",
                keycloak.issuer(),
                "--oidc-audience",
                "spillway",
                "--oidc-roles-claim",
                "realm_access.roles")
            .awaitReady();
  }

  @AfterAll
  static void stop() {
    keycloak.close();
  }

  @Test
  void whoTheProviderKnowsMayDoWhatItsRolesAllow() {
    Operations admin = new Operations(node.signIn());
    Operations flow = withToken("flow");
    String automationId = admin.create("By the provider's word", 1);

    flow.execute(automationId).ok();
    Answer created = flow.tryToCreate("Not theirs to make", 1);

    assertThat(created.status()).isEqualTo(403);
    assertThat(created.text()).contains("admin");
  }

  @Test
  void theSystemLogNamesIssuerAndSubject() {
    Operations admin = new Operations(node.signIn());
    Operations flow = withToken("flow");
    String automationId = admin.create("Watched", 100);
    String executionId = flow.execute(automationId).ok().getString("executionId");

    flow.terminate(Long.parseLong(executionId)).ok();

    assertThat(
            node.signIn()
                .searchAll("/api/v1/systemlog/events", new JsonObject().put("sortDirection", "ASC"))
                .toString())
        .contains(keycloak.issuer() + "#");
  }

  @Test
  void introspectionTellsTheRolesOfTheToken() {
    JsonObject told =
        Api.withToken(node.url(), keycloak.token("flow")).get("/api/v1/auth/introspect").ok();

    assertThat(told.toString()).contains("operator", keycloak.issuer() + "#");
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    Answer refused = withToken("elsewhere").automation("any");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text()).contains("aud", "spillway");
  }

  private static Operations withToken(String clientId) {
    return new Operations(Api.withToken(node.url(), keycloak.token(clientId)));
  }
}
