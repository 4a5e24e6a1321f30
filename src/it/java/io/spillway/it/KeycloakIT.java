package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  private static final Axe AXE = Axe.read();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  @TempDir static Path directory;
  private static Keycloak keycloak;
  private static ServerProcess node;

  @BeforeAll
  static void start() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "console-secret\n");
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
                "realm_access.roles",
                "--oidc-client-id",
                "console",
                "--oidc-client-secret-file",
                secret.toString())
            .awaitReady();
  }

  @AfterAll
  static void stop() {
    keycloak.close();
  }

  @Test
  void whoTheProviderKnowsMayDoWhatItsRolesAllow() {
    ApiCalls admin = new ApiCalls(node.signIn());
    ApiCalls flow = withToken("flow");
    String automationId = admin.create("By the provider's word", 1);

    flow.execute(automationId).ok();
    ApiResponse created = flow.tryToCreate("Not theirs to make", 1);

    assertThat(created.status()).isEqualTo(403);
    assertThat(created.text()).contains("admin");
  }

  @Test
  void theSystemLogNamesIssuerAndSubject() {
    ApiCalls admin = new ApiCalls(node.signIn());
    ApiCalls flow = withToken("flow");
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
    JsonObject response =
        ServerApi.withToken(node.url(), keycloak.token("flow")).get("/api/v1/auth/introspect").ok();

    assertThat(response.toString()).contains("operator", keycloak.issuer() + "#");
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    ApiResponse refused = withToken("elsewhere").automation("any");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text()).contains("aud", "spillway");
  }

  @Test
  void whoSignsInAtTheProviderIsBackWhereTheyWantedToBeAndStaysSignedIn() {
    Browser browser = BROWSERS.start();
    signIn(browser, "/executions", "ada");

    browser.awaitText("Sign out");
    await().until(() -> browser.path().equals("/executions"));
    Object first = tokenOf(browser);
    // It is good for 62 seconds, and renewed when it has a minute left.
    await().atMost(TIMEOUT).until(() -> renewed(browser, first));
    assertThat(browser.run("return Object.keys(sessionStorage)"))
        .isEqualTo(new JsonArray().add("spillway.session"));
    browser.open(node.url().resolve("/"));
    browser.awaitText("New automation");
    assertThat(browser.errors()).isEmpty();

    browser.click("Sign out");
    browser.awaitText("Client secret");
    assertThat(browser.run("return sessionStorage.length")).isEqualTo(0);
    assertThat(AXE.findings(browser, "sign-in page")).isEmpty();
  }

  /** Opens a view, which needs a token, and returns whether the token has changed. */
  private static boolean renewed(Browser browser, Object first) {
    browser.open(node.url().resolve("/cluster"));
    browser.awaitText("Sign out");
    return !first.equals(tokenOf(browser));
  }

  private static Object tokenOf(Browser browser) {
    return browser.run("return JSON.parse(sessionStorage['spillway.session']).token");
  }

  @Test
  void whoeverIsOnlyAViewerThereIsOfferedNothingMoreHere() {
    Browser browser = BROWSERS.start();
    signIn(browser, "/", "vic");

    browser.awaitText("Sign out");
    browser.awaitText("viewer");
    assertThat(browser.offers("New automation")).isFalse();
  }

  @Test
  void whoHasNoRoleIsToldSo() {
    Browser browser = BROWSERS.start();
    signIn(browser, "/", "nobody");

    browser.awaitText("grants none of the roles worker, viewer, operator, admin");
    assertThat(browser.run("return location.search + sessionStorage.length")).isEqualTo("0");
    assertThat(AXE.findings(browser, "signed-in page")).isEmpty();
    browser.click("Back to sign-in");
    browser.awaitText("Client secret");
  }

  @Test
  void nobodyIsSignedInWithACodeThatSomebodyElseFetched() {
    Browser browser = BROWSERS.start();
    browser.open(node.url().resolve("/signed-in?code=another&state=0123456789abcdef"));

    browser.awaitText("This sign-in was not started in this tab.");
    assertThat(browser.run("return sessionStorage.length")).isEqualTo(0);
  }

  @Test
  void whatTheProviderSaysAgainstItIsShown() {
    Browser browser = BROWSERS.start();
    browser.open(node.url().resolve("/sign-in"));
    browser.run("sessionStorage['spillway.signing-in'] = '{\"state\": \"begun-here\"}'");
    browser.open(
        node.url()
            .resolve("/signed-in?error=access_denied&error_description=No+way&state=begun-here"));

    browser.awaitText("The identity provider says: No way");
  }

  private static void signIn(Browser browser, String path, String user) {
    browser.open(node.url().resolve(path));
    browser.click("Sign in at " + URI.create(keycloak.issuer()).getAuthority());
    browser.fill("#username", user);
    browser.fill("#password", user + "-password");
    browser.clickCss("#kc-login");
  }

  private static ApiCalls withToken(String clientId) {
    return new ApiCalls(ServerApi.withToken(node.url(), keycloak.token(clientId)));
  }
}
