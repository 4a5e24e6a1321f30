package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.AdminCredentials;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what in the console, in a real browser, against a real node. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleClientsIT {
  private static final String PAUSED = "Breaker tripped: new executions are paused";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> CHANGES =
      List.of(
          "New automation",
          "Run now",
          "Configure circuit breaker",
          "Switch off",
          "Clear the breaker",
          "Resume",
          "Cancel executions",
          "Terminate",
          "Clients",
          "New client");

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
  }

  @Test
  void aClientIsMadeGetsNewCredentialsAndIsRevoked() {
    Browser admin = BROWSERS.start();
    node.signIn(admin, "/clients");

    List<String> first = make(admin, "Night watch");
    Browser own = BROWSERS.start();
    node.signIn(own, "/cluster", first.get(0), first.get(1));
    assertThat(admin.run("return document.documentElement.outerHTML").toString())
        .contains(first.get(0))
        .doesNotContain(first.get(1));

    admin.clickCss("[aria-label='Give Night watch new credentials']");
    admin.click("Make new credentials");
    List<String> second = shownOnce(admin);
    assertThat(second.get(0)).isEqualTo(first.get(0));
    assertThat(second.get(1)).isNotEqualTo(first.get(1));
    own.awaitText("Client secret");
    node.signIn(own, "/cluster", second.get(0), second.get(1));

    admin.clickCss("[aria-label='Revoke Night watch']");
    admin.click("Revoke");
    admin.awaitText("Revoked");
    own.awaitText("Client secret");
    own.fill("#client-id", second.get(0));
    own.fill("#client-secret", second.get(1));
    own.click("Sign in");
    own.awaitText("unknown or revoked client, or wrong credentials");
    node.assertClean(admin);
    node.assertClean(own);
  }

  @Test
  void whoRenewsTheirOwnCredentialsStaysSignedIn() {
    Browser first = BROWSERS.start();
    node.signIn(first, "/clients");
    first.click("New client");
    first.fill("#client-name", "Second administrator");
    first.clickCss("input[value=admin]");
    first.click("Create");
    List<String> made = shownOnce(first);
    Browser own = BROWSERS.start();
    node.signIn(own, "/clients", made.get(0), made.get(1));

    own.clickCss("[aria-label='Give Second administrator new credentials']");
    own.click("Make new credentials");
    shownOnce(own);
    own.clickCss("[aria-label='Revoke Second administrator']");
    own.awaitText("It is the client that you are signed in with.");
    own.click("Revoke");

    own.awaitText("Client secret");
    assertThat(own.run("return sessionStorage.length")).isEqualTo(0);
  }

  @Test
  void aViewerSeesEverythingAndIsOfferedNothingThatWouldBeRefused() {
    String automation = node.tripped("watched over");
    long execution = node.operations().executions(automation).get(0).id();
    Browser admin = BROWSERS.start();
    node.signIn(admin, "/clients");
    List<String> credentials = make(admin, "Auditor");
    Browser viewer = BROWSERS.start();

    node.signIn(viewer, "/", credentials.get(0), credentials.get(1));
    viewer.awaitText("watched over");
    assertOffersNoChange(viewer);
    viewer.click("watched over");
    viewer.awaitText(PAUSED);
    assertOffersNoChange(viewer);
    viewer.click("Review");
    viewer.awaitText("20 paused, newest first");
    viewer.awaitText("Only an administrator can resume or cancel these.");
    assertOffersNoChange(viewer);
    node.open(viewer, "/executions/" + execution);
    viewer.awaitText("Details");
    assertOffersNoChange(viewer);
    node.open(viewer, "/clients");
    viewer.awaitText("listClients");
    assertOffersNoChange(viewer);
    node.assertClean(viewer);

    node.open(admin, "/executions/" + execution);
    admin.awaitText("Triggered by");
    assertThat(admin.text()).contains(AdminCredentials.read(node.data()).id());
    assertThat(admin.offers("Terminate")).isTrue();
  }

  private static void assertOffersNoChange(Browser viewer) {
    assertThat(CHANGES).noneMatch(viewer::offers);
  }

  @Test
  void theWholeSystemLogIsSavedAsAFile() throws IOException {
    String automation = node.operations().create("logged", ConsoleNode.MAX);
    Path downloads = Files.createDirectory(directory.resolve("downloads"));
    Browser browser = BROWSERS.start();
    browser.downloadTo(downloads);
    node.signIn(browser, "/log");
    browser.awaitText("automation created");

    browser.click("Export all");

    Path file = downloads.resolve("system-log.ndjson");
    await().atMost(TIMEOUT).until(() -> Files.exists(file));
    List<JsonObject> lines = Files.readAllLines(file).stream().map(JsonObject::new).toList();
    assertThat(lines)
        .anyMatch(event -> event.getString("message").contains(automation))
        .allMatch(event -> event.getJsonObject("metadata").containsKey("uid"));
    node.assertClean(browser);
  }

  /** Makes a viewer; answers its id and secret. */
  private static List<String> make(Browser admin, String name) {
    admin.click("New client");
    admin.fill("#client-name", name);
    admin.click("Create");
    return shownOnce(admin);
  }

  /** The id and the secret that the open dialog shows, which is closed. */
  private static List<String> shownOnce(Browser browser) {
    browser.awaitText("They are shown only once.");
    List<String> shown =
        ((JsonArray)
                browser.run(
                    "return [...document.querySelectorAll('.secret')].map(e => e.textContent)"))
            .stream().map(String::valueOf).toList();
    browser.click("Close");
    return shown;
  }
}
