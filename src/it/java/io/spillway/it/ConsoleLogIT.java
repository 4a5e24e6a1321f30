package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ServerApi;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The system log in the console: who changed what, of which automation, and when. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleLogIT {
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
  void rowsNameTheAutomationAndLinkIt() {
    String automation = node.tripped("Grant access");
    String deleted = node.tripped("Gone for good");
    node.operations().delete(deleted).ok();
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/log");

    browser.awaitText("the circuit breaker of automation “Grant access” tripped");
    browser.awaitText("the circuit breaker of automation “Gone for good” tripped");

    assertThat(browser.run("return document.querySelector('main').innerText").toString())
        .doesNotContain(automation)
        .doesNotContain(deleted);
    browser.click("Grant access");
    browser.awaitText("Executions against the cap");
    assertThat(browser.path()).isEqualTo("/automations/" + automation);
    node.assertClean(browser);
  }

  @Test
  void anUpdateSaysWhatChanged() {
    String automation = node.operations().create("Changed", 5);
    node.update(
        automation,
        new JsonObject()
            .put("enabled", false)
            .put("circuitBreakerMax", 5_000)
            .put("circuitBreakerPeriod", "CIRCUIT_BREAKER_PERIOD_DAY")
            .put("annotations", new JsonObject().put("team", "red"))
            .put("description", "Long. ".repeat(100).strip()));
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/log?kind=automation_updated&automation=" + automation);

    browser.awaitText("automation “Changed” was updated");
    assertThat(browser.text().replace("\n", " "))
        .contains("Switch on → off")
        .contains("Cap 5 → 5,000")
        .contains("Period of the cap hour → day")
        .contains("Annotation team nothing → red")
        .contains("Description nothing → ");
    assertThat(browser.run("return document.querySelectorAll('.changes details').length"))
        .isEqualTo(1);
    node.assertClean(browser);
  }

  @Test
  void aRefusedRequestIsToldInWordsWithItsAddressAndAnExample() {
    ServerApi stranger = ServerApi.withToken(node.server().url(), "forged");
    assertThat(stranger.get("/api/v1/automations").status()).isEqualTo(401);
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/log?kind=request_unauthenticated");

    browser.awaitText("Request refused: invalid access token");

    assertThat(browser.run("return document.querySelector('tbody').innerText").toString())
        .contains("request without a valid token")
        .contains("from 127.0.0.1")
        .contains("GET /api/v1/automations");
    node.assertClean(browser);
  }

  @Test
  void theTimeZoneIsBesideEveryFieldWithATime() {
    String automation = node.tripped("In India");
    Browser browser = BROWSERS.start();
    browser.setTimeZone("Asia/Kolkata");
    node.signIn(browser, "/log");

    for (String path : new String[] {"/log", "/automations/" + automation + "/review"}) {
      node.open(browser, path);
      await()
          .atMost(TIMEOUT)
          .until(
              () ->
                  browser.run(
                      """
                      const labels = [...document.querySelectorAll('input[type=datetime-local]')]
                          .map(e => e.closest('label').innerText);
                      return labels.length === 2
                          && labels.every(e => /Asia\\/(Kolkata|Calcutta), UTC\\+05:30/.test(e));
                      """),
              Boolean.TRUE::equals);
    }
    node.assertClean(browser);
  }
}
