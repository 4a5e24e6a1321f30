package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The way from a tripped breaker to a decision, in a real browser, against a real node. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleIT {
  private static final String PAUSED = "Breaker tripped: new executions are paused";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** More than fit into six segments, which are moved one after the other. */
  private static final int MANY = 6_200;

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
  }

  @Test
  void aTripIsSeenReviewedAndResumed() {
    String automation = node.tripped("resumed");
    Browser browser = signedIn("/");

    browser.click("resumed");
    browser.awaitText(PAUSED);
    browser.awaitText("20 executions are paused");
    browser.click("Review");
    browser.awaitText("20 paused, newest first");
    browser.click("Resume");
    browser.awaitText("Resume 20 executions?");
    browser.click("Resume 20 executions");
    browser.awaitText("Resumed 20 executions");
    browser.awaitText("Done");

    assertThat(browser.path()).startsWith("/automations/" + automation + "/resolutions/");
    assertThat(heldOf(automation)).isZero();
    assertThat(ResolutionRow.of(lastOf(automation)).counts())
        .isEqualTo(new ResolutionRow.Counts(ConsoleNode.PAUSED, 0));
    node.assertClean(browser);
  }

  @Test
  void cancellingNeedsAReasonOfAtMost1024Bytes() {
    String automation = node.tripped("cancelled");
    Browser browser = signedIn("/automations/" + automation + "/review");

    browser.click("Cancel executions");
    browser.awaitText("Cancel 20 executions?");
    browser.click("Cancel 20 executions");
    browser.awaitText("A reason is required to cancel");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("reason");
    browser.fill("#reason", "ä".repeat(512) + "x");
    browser.awaitText("1,025 of 1,024 bytes");
    browser.click("Cancel 20 executions");
    browser.awaitText("The reason has 1,025 bytes, must be at most 1,024.");
    assertThat(node.operations().resolutions(automation)).isEmpty();
    browser.fill("#reason", "ä".repeat(512));
    browser.click("Cancel 20 executions");
    browser.awaitText("Cancelled 20 executions");

    assertThat(lastOf(automation).getString("decision")).isEqualTo(ApiCalls.CANCEL);
    assertThat(lastOf(automation).getString("reason")).isEqualTo("ä".repeat(512));
    assertThat(ResolutionRow.of(lastOf(automation)).counts())
        .isEqualTo(new ResolutionRow.Counts(ConsoleNode.PAUSED, 0));
    node.assertClean(browser);
  }

  @Test
  void whatFailedIsToldAndTriedAgain() {
    String automation = node.tripped("faulty");
    Browser browser = signedIn("/automations/" + automation + "/review");

    browser.awaitText("20 paused, newest first");
    StoreFaults faults =
        StoreFaults.refusing(node.data(), automation, "the disk of the test is full");
    try {
      browser.click("Resume");
      browser.click("Resume 20 executions");
      browser.awaitText("Resumed 0 executions");
    } finally {
      faults.end();
    }
    browser.awaitText("20 executions could not be moved and are still paused");
    browser.awaitText("the disk of the test is full");
    assertThat(heldOf(automation)).isEqualTo(ConsoleNode.PAUSED);
    browser.click("Retry the failed executions");
    browser.awaitText("Resume 20 executions?");
    browser.click("Resume 20 executions");
    browser.awaitText("Resumed 20 executions");

    assertThat(heldOf(automation)).isZero();
    node.assertClean(browser);
  }

  @Test
  void twoBrowsersWatchTheSameDecisionBeingCarriedOut() {
    String automation = node.operations().create("watched", ConsoleNode.MAX);
    node.trip(automation, MANY);
    Browser watching = signedIn("/automations/" + automation);
    watching.awaitText(PAUSED);
    Browser deciding = signedIn("/automations/" + automation + "/review");
    deciding.awaitText("6,200 paused, newest first");
    deciding.run(
        "window.seen = []; new MutationObserver(() => {"
            + "const bar = document.querySelector('main progress');"
            + "if (bar) seen.push(bar.value);"
            + "}).observe(document.body, {subtree: true, childList: true, characterData: true})");

    StoreFaults faults = StoreFaults.slowing(node.data(), automation);
    try {
      deciding.click("Resume");
      deciding.click("Resume 6,200 executions");
      deciding.awaitText("Resuming executions");
      watching.awaitText("A decision is being carried out");
      watching.click("Show progress");
      watching.awaitText("Resuming executions");
      deciding.click("Back to the automation");
      deciding.awaitText("A decision is being carried out");
      deciding.click("Show progress");
      await()
          .alias("the progress bar shows a count in between")
          .atMost(TIMEOUT)
          .until(
              () ->
                  ((JsonArray) deciding.run("return window.seen"))
                      .stream().anyMatch(done -> between(((Number) done).intValue())));
    } finally {
      faults.end();
    }
    deciding.awaitText("Resumed 6,200 executions");
    watching.awaitText("Resumed 6,200 executions");

    assertThat(watching.path()).isEqualTo(deciding.path());
    node.assertClean(watching);
    node.assertClean(deciding);
  }

  private static boolean between(int done) {
    return done > 0 && done < MANY;
  }

  @Test
  void ofALongListOnlyTheRowsInSightAreInThePage() {
    String automation = node.operations().create("long", ConsoleNode.MAX);
    node.trip(automation, 500);
    Browser browser = signedIn("/automations/" + automation + "/review");
    browser.awaitText("500 paused, newest first");

    String last = "[role=option][aria-posinset='500'][aria-setsize='500']";
    browser.run("document.querySelector('[role=listbox]').focus()");
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              browser.press(Browser.END);
              return browser.run("return !!document.querySelector(\"" + last + "\")");
            },
            Boolean.TRUE::equals);

    assertThat((Integer) browser.run("return document.querySelectorAll('[role=option]').length"))
        .isBetween(5, 60);
    assertThat(browser.run("return document.querySelector(\"" + last + "\").ariaSelected"))
        .isEqualTo("true");
    node.assertClean(browser);
  }

  @Test
  void aWrongSecretIsRefusedInTheWordsOfTheServer() {
    Browser browser = BROWSERS.start();

    node.open(browser, "/cluster");
    browser.fill("#client-id", AdminCredentials.read(node.data()).id());
    browser.fill("#client-secret", "wrong");
    browser.click("Sign in");

    browser.awaitText("unknown or revoked client, or wrong credentials");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("client-secret");
    assertThat(browser.path()).isEqualTo("/sign-in");
    assertThat(browser.run("return sessionStorage.length")).isEqualTo(0);
    node.assertClean(browser);
  }

  @Test
  void whoSignsInComesToTheAddressThatWasAskedFor() {
    String automation = node.operations().create("deep link", ConsoleNode.MAX);

    Browser browser = signedIn("/automations/" + automation);

    browser.awaitText("deep link");
    assertThat(browser.path()).isEqualTo("/automations/" + automation);
    browser.click("Sign out");
    browser.awaitText("Client secret");
    assertThat(browser.run("return sessionStorage.length")).isEqualTo(0);
    node.assertClean(browser);
  }

  @Test
  void theMainFlowNeedsNoMouse() {
    String automation = node.tripped("by keyboard");
    AdminCredentials client = AdminCredentials.read(node.data());
    Browser browser = BROWSERS.start();

    node.open(browser, "/");
    browser.awaitText("Client secret");
    browser.press(client.id() + Browser.TAB + client.secret() + Browser.ENTER);
    browser.awaitText("by keyboard");
    browser.tabTo("by keyboard");
    browser.press(Browser.ENTER);
    browser.awaitText(PAUSED);
    browser.tabTo("Review");
    browser.press(Browser.ENTER);
    browser.awaitText("20 paused, newest first");
    browser.tabTo("Resume");
    browser.press(Browser.ENTER);
    browser.awaitText("Resume 20 executions?");
    browser.press(Browser.ESCAPE);
    await().atMost(TIMEOUT).until(browser::focused, "Resume"::equals);
    browser.press(Browser.ENTER);
    browser.awaitText("Resume 20 executions?");
    browser.tabTo("Resume 20 executions");
    browser.press(Browser.ENTER);
    browser.awaitText("Resumed 20 executions");

    assertThat(heldOf(automation)).isZero();
    node.assertClean(browser);
  }

  @Test
  void anOpenPageFindsANodeThatWasRestarted() {
    Path data = directory.resolve("restarted");
    ConsoleNode before = ConsoleNode.start(NODES, data);
    String automation = before.operations().create("survivor", ConsoleNode.MAX);
    Browser browser = BROWSERS.start();
    before.signIn(browser, "/automations/" + automation);
    browser.awaitText("survivor");

    before.server().kill();
    browser.awaitText("The node does not answer.");
    String port = Integer.toString(before.server().url().getPort());
    ConsoleNode after = ConsoleNode.of(NODES.launch(data, "--port", port).awaitReady(), data);
    after.trip(automation, ConsoleNode.PAUSED);

    browser.awaitText(PAUSED);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(browser.text()).doesNotContain("does not answer"));
    after.assertClean(browser);
  }

  private static Browser signedIn(String path) {
    Browser browser = BROWSERS.start();
    node.signIn(browser, path);
    return browser;
  }

  private static long heldOf(String automation) {
    return node.operations().breaker(automation).ok().getLong("pausedCount");
  }

  private static JsonObject lastOf(String automation) {
    return node.operations().resolutions(automation).get(0);
  }
}
