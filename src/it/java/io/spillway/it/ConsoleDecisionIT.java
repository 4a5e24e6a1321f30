package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
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

/** The dialogs say what is about to happen, and the pages after it what has happened. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleDecisionIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> CONTEXTS =
      List.of(
          "{\"dept\":\"Sales\"}",
          "{\"dept\":\" Sales \"}",
          "{\"dept\":\"IT\"}",
          "{\"dept\":\" Sales \"}",
          "{\"dept\":\" Sales \"}");

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
  }

  @Test
  void aDecisionAboutAPartSaysWhichAndLeavesTheBreaker() {
    OddContexts odd = paused("a part");
    Browser browser = signedIn(odd.path() + "/review");

    browser.click("\"·Sales·\"");
    browser.awaitText("3 executions match the filter");
    browser.click("Cancel executions");
    browser.awaitText("Cancel 3 executions?");
    String dialog = dialog(browser);
    browser.fill("#reason", "a bad import");
    browser.click("Cancel 3 executions");
    browser.awaitText("Cancelled 3 executions");
    browser.awaitText("dept equals \"·Sales·\"");
    browser.awaitText("The breaker was left as it was.");

    assertThat(dialog)
        .contains("Automation a part", "Exactly the 3 that you reviewed, which match this filter:")
        .contains("dept equals \"·Sales·\"", "2 other executions will stay paused.")
        .contains("The breaker stays tripped: new executions are still paused.");
    assertThat(odd.latest().getBoolean("resetBreaker")).isFalse();
    assertThat(isTripped(odd)).isTrue();
    assertThat(odd.pausedWith("dept", "\"Sales\"")).isEqualTo(1);
    browser.click("Back to the automation");
    browser.awaitText("Only those that match");
    browser.awaitText("dept equals \"·Sales·\"");
    node.open(browser, "/log?automation=" + odd.automation() + "&kind=paused_cancelled");
    browser.awaitText("dept equals \"·Sales·\"");
    node.assertClean(browser);
  }

  @Test
  void aDecisionAboutAPartResetsTheBreakerIfThatIsWanted() {
    OddContexts odd = paused("a part and a reset");
    Browser browser = signedIn(odd.path() + "/review");

    browser.click("\"IT\"");
    browser.awaitText("1 execution matches the filter");
    browser.click("Resume");
    browser.awaitText("The breaker stays tripped");
    browser.clickCss("#reset-breaker");
    browser.awaitText(
        "This resets the breaker: the trip is cleared, new executions run and are counted from zero.");
    browser.click("Resume 1 execution");
    browser.awaitText("Resumed 1 execution");
    browser.awaitText("The breaker was reset.");

    assertThat(odd.latest().getBoolean("resetBreaker")).isTrue();
    assertThat(isTripped(odd)).isFalse();
    assertThat(odd.paused()).isEqualTo(4);
    node.assertClean(browser);
  }

  @Test
  void aDecisionAboutAllResetsTheBreaker() {
    OddContexts odd = paused("all");
    Browser browser = signedIn(odd.path() + "/review");

    browser.click("Resume");
    browser.awaitText("Exactly the 5 that you reviewed: all that were paused then.");
    String dialog = dialog(browser);
    browser.click("Resume 5 executions");
    browser.awaitText("Resumed 5 executions");
    browser.awaitText("The breaker was reset.");

    assertThat(dialog).contains("This resets the breaker: the trip is cleared");
    assertThat(isTripped(odd)).isFalse();
    assertThat(browser.text()).doesNotContain("Only those");
    node.assertClean(browser);
  }

  @Test
  void theManifestIsSavedFromTheDecisionAndFromTheLog() throws IOException {
    OddContexts odd = paused("manifest");
    odd.operations().resolve(odd.automation(), ApiCalls.CANCEL, "to have a manifest").ok();
    String resolution = odd.latest().getString("resolutionId");
    Path saved = Files.createDirectory(directory.resolve("saved"));
    Path manifest = saved.resolve("manifest-" + resolution + ".ndjson");
    Browser browser = BROWSERS.start();
    browser.downloadTo(saved);
    node.signIn(browser, odd.path() + "/resolutions/" + resolution);

    for (String path :
        List.of(
            odd.path() + "/resolutions/" + resolution,
            odd.path(),
            "/log?automation=" + odd.automation())) {
      node.open(browser, path);
      browser.click("Manifest");
      await(path)
          .atMost(TIMEOUT)
          .until(() -> Files.exists(manifest) && Files.readString(manifest).lines().count() == 5);
      assertThat(Files.readString(manifest).lines())
          .allMatch(line -> line.contains("\"outcome\":\"cancelled\""));
      Files.delete(manifest);
    }
    node.assertClean(browser);
  }

  @Test
  void aRetryTakesWhatFailedAndNothingThatWasPausedLater() {
    OddContexts odd = paused("faulty");
    Browser browser = signedIn(odd.path() + "/review");
    browser.click("\"·Sales·\"");
    browser.awaitText("3 executions match the filter");
    odd.pause(List.of("{\"dept\":\" Sales \"}", "{\"dept\":\" Sales \"}"));

    StoreFaults faults =
        StoreFaults.refusing(node.data(), odd.automation(), "the disk of the test is full");
    try {
      browser.click("Cancel executions");
      browser.fill("#reason", "a bad import");
      browser.click("Cancel 3 executions");
      browser.awaitText("3 executions could not be moved and are still paused");
    } finally {
      faults.end();
    }
    browser.click("Retry the failed executions");
    browser.awaitText("Exactly the 3 that the decision could not move and that are still paused.");
    String dialog = dialog(browser);
    browser.fill("#reason", "once more");
    browser.click("Cancel 3 executions");
    browser.awaitText("Cancelled 3 executions");
    browser.awaitText("could not move");

    assertThat(dialog)
        .contains(
            "Cancel 3 executions?", "Automation faulty", "4 other executions will stay paused")
        .contains("The breaker stays tripped");
    List<JsonObject> resolutions = odd.operations().resolutions(odd.automation());
    assertThat(resolutions.get(0).getString("retryOf"))
        .isEqualTo(resolutions.get(1).getString("resolutionId"));
    assertThat(ResolutionRow.of(resolutions.get(0)).counts())
        .isEqualTo(new ResolutionRow.Counts(3, 0));
    assertThat(odd.pausedWith("dept", "\" Sales \"")).isEqualTo(2);
    browser.click("this decision");
    browser.awaitText("Cancelled 0 executions");
    node.assertClean(browser);
  }

  @Test
  void nothingIsRetriedThatIsNotPausedAnyMore() {
    OddContexts odd = paused("moved on");
    StoreFaults faults = StoreFaults.refusing(node.data(), odd.automation(), "full");
    try {
      odd.operations().resolve(odd.automation(), ApiCalls.RUN, "").ok();
    } finally {
      faults.end();
    }
    String failed = odd.latest().getString("resolutionId");
    odd.operations().resolve(odd.automation(), ApiCalls.RUN, "").ok();
    Browser browser = signedIn(odd.path() + "/resolutions/" + failed);

    browser.click("Retry the failed executions");

    browser.awaitText("None of them is paused any more.");
    node.assertClean(browser);
  }

  @Test
  void clearingSaysThatTheWindowStartsAnewAndDoesSo() {
    OddContexts odd = paused("cleared");
    Browser browser = signedIn(odd.path());

    browser.click("Clear the breaker");
    browser.awaitText("the window starts anew");
    String dialog = dialog(browser);
    browser.click("Clear the breaker");
    browser.awaitText("Executions of an earlier trip are still paused");

    assertThat(dialog)
        .contains("Automation cleared", "counted from zero, up to 1 per hour")
        .contains("Paused executions stay paused: 5 executions wait");
    JsonObject breaker = odd.operations().breaker(odd.automation()).ok();
    assertThat(breaker.getBoolean("tripped")).isFalse();
    assertThat(breaker.getLong("windowCount")).isZero();
    assertThat(breaker.getLong("pausedCount")).isEqualTo(5);
    node.assertClean(browser);
  }

  @Test
  void anotherCapLeavesTheBreakerTrippedAndOffersTheDecision() {
    OddContexts odd = paused("raised");
    Browser browser = signedIn(odd.path());

    browser.click("Configure circuit breaker");
    browser.awaitText("The breaker is tripped, at a cap of 1 per hour.");
    browser.awaitText("Another cap leaves it tripped");
    browser.fill("#breaker-max", "500");
    browser.click("Save");
    browser.awaitText("the cap was 1.");
    browser.awaitText("The cap is 500 per hour today.");
    boolean tripped = isTripped(odd);
    browser.click("Configure circuit breaker");
    browser.click("Review the paused executions and decide");
    browser.awaitText("5 paused, newest first");

    assertThat(tripped).isTrue();
    assertThat(browser.run("return document.querySelector('dialog')")).isNull();
    node.assertClean(browser);
  }

  @Test
  void aContextThatIsTypedKeepsItsDigits() {
    OddContexts odd = paused("digits");
    Browser browser = signedIn(odd.path());

    browser.click("Run now");
    browser.fill("#run-context", "{\"n\": 1970670598291982291, \"d\": 1.10, \"e\": 1e400}");
    browser.click("Run");
    browser.awaitText("6 executions are paused");

    assertThat(odd.pausedWith("n", "1970670598291982291")).isEqualTo(1);
    assertThat(odd.pausedWith("n", "1970670598291982290")).isZero();
    assertThat(odd.pausedWith("e", "1e400")).isEqualTo(1);
    long execution = odd.operations().executions(odd.automation()).get(0).id();
    node.open(browser, "/executions/" + execution);
    browser.awaitText("1970670598291982291");
    browser.awaitText("1.10");
    browser.awaitText("1e400");
    node.assertClean(browser);
  }

  private static OddContexts paused(String name) {
    OddContexts odd = OddContexts.create(node, name);
    odd.pause(CONTEXTS);
    return odd;
  }

  private static Browser signedIn(String path) {
    Browser browser = BROWSERS.start();
    node.signIn(browser, path);
    return browser;
  }

  private static String dialog(Browser browser) {
    return String.valueOf(
        browser.run("return document.querySelector('dialog').innerText.replace(/\\s+/g, ' ')"));
  }

  private static boolean isTripped(OddContexts odd) {
    return odd.operations().breaker(odd.automation()).ok().getBoolean("tripped");
  }
}
