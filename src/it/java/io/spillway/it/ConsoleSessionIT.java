package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.AdminCredentials;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sign-ins that end, and addresses that are nowhere. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleSessionIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
  }

  @Test
  void thePageSaysThatASignInHasExpired() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/cluster");
    browser.run(
        "const kept = JSON.parse(sessionStorage['spillway.session']);"
            + "sessionStorage['spillway.session'] = JSON.stringify({...kept, expiresAt: Date.now() - 1})");

    browser.run("location.reload()");

    browser.awaitText("Your sign-in has expired. Sign in again to go on where you were.");
    assertThat(Axe.read().findings(browser, "expired")).isEmpty();
    signInAgain(browser);
    await().atMost(TIMEOUT).until(browser::path, "/cluster"::equals);
    browser.click("Sign out");
    browser.awaitText("Client secret");
    assertThat(browser.text()).doesNotContain("expired");
    node.assertClean(browser);
  }

  @Test
  void thePageSaysThatASignInIsNotValidAnyMore() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/cluster");
    browser.run(
        "const kept = JSON.parse(sessionStorage['spillway.session']);"
            + "sessionStorage['spillway.session'] = JSON.stringify({...kept, token: 'no token'})");

    browser.run("location.reload()");

    browser.awaitText("Your sign-in is not valid any more");
    signInAgain(browser);
    browser.awaitText("Sign out");
    assertThat(browser.path()).isEqualTo("/cluster");
    node.assertClean(browser);
  }

  private static void signInAgain(Browser browser) {
    AdminCredentials client = AdminCredentials.read(node.data());
    browser.fill("#client-id", client.id());
    browser.fill("#client-secret", client.secret());
    browser.click("Sign in");
  }

  @Test
  void anUnknownAddressHasThePageOfTheConsole() {
    Browser browser = BROWSERS.start();

    for (String path : new String[] {"/nowhere", "/automations/a/b/c", "/logs"}) {
      node.open(browser, path);
      browser.awaitText("There is nothing here");
      browser.awaitText("The console has no page at " + path);
    }
    browser.click("Go to the automations");

    browser.awaitText("Client secret");
    node.assertClean(browser);
  }
}
