package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Contexts in the console: large ones are loaded on demand, long texts are folded. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleContextsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String END = "the end of the note";

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;
  private static String automation;
  private static String execution;

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
    automation = node.tripped("large contexts");
    JsonObject large =
        new JsonObject()
            .put("user_id", "u1")
            .put("note", "Lorem ipsum. ".repeat(10_000) + END)
            .put("members", new JsonArray(Collections.nCopies(500, "member")));
    execution = node.operations().execute(automation, large).ok().getString("executionId");
  }

  @Test
  void aListLoadsALargeContextWhenItIsTapped() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/automations/" + automation + "/review");
    browser.awaitText("a context of 135 kB");
    assertThat(requests(browser, "/automation_executions/" + execution)).isZero();

    browser.clickCss("[role=option]");

    browser.awaitText("130,019 characters");
    assertThat(requests(browser, "/automation_executions/" + execution)).isEqualTo(1);
    assertThat(browser.text()).contains("[500]").doesNotContain(END);
    node.assertClean(browser);
  }

  @Test
  void theViewOfAnExecutionLoadsALargeContextWhenItIsAskedTo() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/executions/" + execution);
    browser.awaitText("The context has 135 kB.");

    browser.click("Load the context");
    browser.awaitText("130,019 characters");

    // What is folded is not in the page before it is opened, and then piece by piece.
    assertThat(browser.run("return document.body.textContent.includes('" + END + "')"))
        .isEqualTo(false);
    assertThat(browser.run("return document.querySelectorAll('.json li').length")).isEqualTo(3);
    browser.clickCss(".fold summary");
    browser.awaitText("Show more of it, 110,019 characters");
    for (int i = 0; i < 6; i++) {
      browser.clickCss(".fold button");
    }
    browser.awaitText(END);
    browser.run("document.querySelectorAll('.json details')[1].open = true");
    browser.awaitText("Show more, 300 are left");
    browser.click("Show more, 300 are left");
    browser.click("Show more, 100 are left");
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                browser.run(
                    "return [...document.querySelectorAll('.json-name')].some(e => e.textContent === '499')"),
            Boolean.TRUE::equals);
    node.assertClean(browser);
  }

  @Test
  void aReviewScansThePausedExecutionsOnce() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/automations/" + automation + "/review");

    browser.awaitText("21 paused, newest first");

    assertThat(requests(browser, "/paused/search")).isEqualTo(1);
    node.assertClean(browser);
  }

  private static int requests(Browser browser, String path) {
    Object count =
        browser.run(
            "return performance.getEntriesByType('resource').filter(e => e.name.endsWith('"
                + path
                + "')).length");
    return ((Number) count).intValue();
  }
}
