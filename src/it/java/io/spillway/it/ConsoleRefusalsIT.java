package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the console says when something was refused, or when the answer was lost. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleRefusalsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Loses the answers to the first request whose address ends like this, and keeps all keys. */
  private static final String LOSE_ANSWER =
      """
      const real = window.fetch;
      window.keys = [];
      window.fetch = async (url, options) => {
        if (!url.endsWith('%s')) return real(url, options);
        window.keys.push(options.headers['Idempotency-Key']);
        const response = await real(url, options);
        if (window.keys.length === 1) throw new TypeError('lost');
        return response;
      };
      """;

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
  }

  @Test
  void anOutdatedReviewIsRefusedInPeoplesWordsAndLookedAtAgain() {
    String automation = node.tripped("decided twice");
    Browser browser = signedIn("/automations/" + automation + "/review");
    browser.awaitText("20 paused, newest first");
    browser.click("Resume");
    browser.awaitText("Resume 20 executions?");
    long moved = node.operations().executions(automation).get(0).id();
    node.operations().terminate(moved).ok();

    browser.click("Resume 20 executions");

    browser.awaitText(
        "Only 19 of the 20 executions that you reviewed are still paused: somebody else decided about"
            + " the others meanwhile. Nothing was done.");
    assertThat(node.operations().resolutions(automation)).isEmpty();
    for (String theme : List.of("light", "dark")) {
      browser.setTheme(theme);
      assertThat(Axe.read().findings(browser, theme)).isEmpty();
    }
    browser.click("Look again");
    browser.awaitText("19 paused, newest first");
    assertThat(browser.run("return document.querySelector('dialog')")).isNull();
    node.assertClean(browser);
  }

  @Test
  void anAutomationThatIsOffSaysSoWhenItIsRun() {
    String automation = node.operations().create("switched off", 5);
    Browser browser = signedIn("/automations/" + automation);
    browser.click("Run now");
    browser.awaitText("Context, a JSON object");
    node.update(automation, new JsonObject().put("enabled", false));

    browser.click("Run");

    browser.awaitText(
        "The automation is switched off, so it takes no triggers. Switch it on first.");
    browser.click("Look again");
    browser.awaitText("Switch on");
    node.assertClean(browser);
  }

  @Test
  void whatDoesNotExistIsSaidToBeGone() {
    Browser browser = signedIn("/automations/nothing");

    browser.awaitText("This could not be loaded");
    browser.awaitText("It does not exist, or not any more.");
    browser.awaitText("The node says: automation nothing does not exist");
    browser.awaitText("Look again");
    node.assertClean(browser);
  }

  @Test
  void runNowIsDoneOnceAlthoughItIsClickedAgainAfterALostAnswer() {
    String automation = node.operations().create("run once", 5);
    Browser browser = signedIn("/automations/" + automation);
    browser.run(LOSE_ANSWER.formatted("/execute"));

    browser.click("Run now");
    browser.click("Run");
    browser.awaitText("The node does not answer. The page tries again by itself.");
    browser.click("Run");
    awaitClosed(browser);

    assertThat(node.operations().executions(automation)).hasSize(1);
    assertThat(keys(browser)).hasSize(2).doesNotContainNull();
    assertThat(keys(browser).getString(0)).isEqualTo(keys(browser).getString(1));
    browser.click("Run now");
    browser.click("Run");
    awaitClosed(browser);
    assertThat(node.operations().executions(automation)).hasSize(2);
    node.assertClean(browser);
  }

  @Test
  void anotherContextIsAnotherRun() {
    String automation = node.operations().create("run twice", 5);
    Browser browser = signedIn("/automations/" + automation);
    browser.run(LOSE_ANSWER.formatted("/execute"));

    browser.click("Run now");
    browser.click("Run");
    browser.awaitText("The node does not answer. The page tries again by itself.");
    browser.fill("#run-context", "{\"n\": 2}");
    browser.click("Run");
    awaitClosed(browser);

    assertThat(node.operations().executions(automation)).hasSize(2);
    assertThat(keys(browser).getString(0)).isNotEqualTo(keys(browser).getString(1));
    node.assertClean(browser);
  }

  @Test
  void aDecisionThatIsSentAgainAfterALostAnswerIsTheSame() {
    String automation = node.tripped("cancelled once");
    Browser browser = signedIn("/automations/" + automation + "/review");
    browser.awaitText("20 paused, newest first");
    browser.run(
        """
        const real = window.fetch;
        window.keys = [];
        window.fetch = async (url, options) => {
          if (!url.endsWith('/resolve_paused')) return real(url, options);
          window.keys.push(options.headers['Idempotency-Key']);
          if (window.keys.length === 1) throw new TypeError('lost');
          return real(url, options);
        };
        """);
    browser.click("Cancel executions");
    browser.fill("#reason", "a test");

    browser.click("Cancel 20 executions");
    browser.awaitText("The node does not answer. The page tries again by itself.");
    browser.click("Cancel 20 executions");
    browser.awaitText("Cancelled 20 executions");

    assertThat(node.operations().resolutions(automation))
        .extracting(each -> each.getString("decision"))
        .containsExactly(ApiCalls.CANCEL);
    assertThat(keys(browser).getString(0)).isEqualTo(keys(browser).getString(1));
    node.assertClean(browser);
  }

  private static void awaitClosed(Browser browser) {
    await()
        .atMost(TIMEOUT)
        .until(() -> browser.run("return document.querySelector('dialog')") == null);
  }

  private static JsonArray keys(Browser browser) {
    return (JsonArray) browser.run("return window.keys");
  }

  private static Browser signedIn(String path) {
    Browser browser = BROWSERS.start();
    node.signIn(browser, path);
    return browser;
  }
}
