package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Views and dialogs around a decision, for everybody, on a screen and on a phone. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleReviewViewsIT {
  private static final String CONTEXT =
      "{\"dept\":\" Sales \",\"%s\":\"%s\",\"n\":1970670598291982291,\"in\":{\"a\":1}}"
          .formatted("k".repeat(300), "v".repeat(250));

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;
  private static OddContexts odd;
  private static String failed;

  @BeforeAll
  static void start() {
    Path data = directory.resolve("data");
    ConsoleNode first = ConsoleNode.start(NODES, data);
    String automation = first.operations().create("everywhere", ConsoleNode.MAX);
    first.trip(automation, 1_030);
    new OddContexts(first.operations(), automation).pause(Collections.nCopies(12, CONTEXT));
    first.server().terminate();
    first.server().exitCode(Duration.ofSeconds(60));
    StoreFaults.damageOldestSegment(data, automation);
    node = ConsoleNode.start(NODES, data);
    odd = new OddContexts(node.operations(), automation);
    failed = failedDecision();
    node.operations()
        .api()
        .post(
            "/api/v1/automations/" + automation,
            new JsonObject(
                "{\"automation\":{\"circuitBreakerMax\":500},\"updateMask\":\"circuitBreakerMax\"}"))
        .ok();
  }

  /** Cancels a part, and cannot move it. */
  private static String failedDecision() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, reviewOf("\" Sales \""));
    browser.awaitText("12 executions match the filter");
    StoreFaults faults = StoreFaults.refusing(node.data(), odd.automation(), "full");
    try {
      browser.click("Resume");
      browser.click("Resume 12 executions");
      browser.awaitText("12 executions could not be moved");
    } finally {
      faults.end();
    }
    return browser.path();
  }

  private static String reviewOf(String json) {
    String where = "[{\"field\":\"dept\",\"equals\":" + json + "}]";
    return odd.path() + "/review?where=" + URLEncoder.encode(where, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "390, dark"})
  void nothingKeepsAnybodyFromUsingThem(int width, String theme) {
    Browser browser = BROWSERS.start();
    browser.setSize(width, 844);
    browser.setTheme(theme);
    node.signIn(browser, "/");
    Check check = new Check(browser, Axe.read(), new ArrayList<>());

    node.open(browser, odd.path());
    browser.awaitText("The cap is 500 per hour today.");
    browser.awaitText("Only those that match");
    check.add("automation");
    browser.click("Configure circuit breaker");
    browser.awaitText("Another cap leaves it tripped");
    check.add("limit");
    browser.click("Back");
    browser.click("Clear the breaker");
    browser.awaitText("the window starts anew");
    check.add("clear");
    node.open(browser, reviewOf("\" Sales \""));
    browser.awaitText("12 executions match the filter");
    browser.awaitText("Some executions are missing here.");
    browser.clickCss(".chooser summary");
    browser.fill("input[name=field]", "dept");
    browser.awaitText("Apply or discard it first.");
    check.add("review");
    browser.click("Discard");
    browser.click("Cancel executions");
    browser.awaitText("Reason (required)");
    check.add("confirmation");
    node.open(browser, reviewOf("\"none\""));
    browser.awaitText("No paused execution matches");
    check.add("no match");
    node.open(browser, odd.path() + "/review?field=dept");
    browser.awaitText("which is none of a filter");
    check.add("refused address");
    node.open(browser, failed);
    browser.awaitText("12 executions could not be moved");
    check.add("decision");
    node.open(browser, "/log");
    browser.awaitText("Only those that match");
    check.add("log");

    assertThat(check.findings()).isEmpty();
    node.assertClean(browser);
  }

  private record Check(Browser browser, Axe axe, List<String> findings) {
    /** What keeps people from using what is shown, or has them scroll sideways. */
    void add(String where) {
      findings.addAll(axe.findings(browser, where));
      Object tooWide =
          browser.run(
              "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
      if (!tooWide.equals(0)) {
        findings.add(where + ": " + tooWide + " pixels too wide");
      }
    }
  }
}
