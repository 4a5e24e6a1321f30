package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The list of automations: what needs attention is first, whatever there is besides. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleListIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int OTHERS = 60;

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;

  /** Those that need attention are the oldest, and would be on the last page by age. */
  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
    String few = node.operations().create("few paused", ConsoleNode.MAX);
    node.trip(few, 3);
    String many = node.operations().create("many paused", ConsoleNode.MAX);
    node.trip(many, 40);
    node.operations().clear(many).ok();
    fire(node.operations().create("near", 10), 9);
    fire(node.operations().create("half way", 10), 5);
    for (int i = 0; i < OTHERS; i++) {
      node.operations().create("other " + i, 100);
    }
  }

  private static void fire(String automation, int triggers) {
    for (int i = 0; i < triggers; i++) {
      node.operations().execute(automation).ok();
    }
  }

  @Test
  void theMostPausedAreFirstThenTheNearestToTheCap() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/");

    browser.awaitText("The first 50 of 64.");

    assertThat(rows(browser).subList(0, 4))
        .containsExactly("many paused", "few paused", "near", "half way");
    browser.click("Show more");
    await().atMost(TIMEOUT).until(() -> rows(browser).size(), count -> count == OTHERS + 4);
    assertThat(rows(browser)).doesNotHaveDuplicates();
    node.assertClean(browser);
  }

  @Test
  void aBreakerIsOkNearTheCapOrTripped() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/");

    browser.awaitText("Near the cap");

    assertThat(badges(browser).subList(0, 4))
        .containsExactly("OK", "Tripped", "Near the cap", "OK");
    assertThat(browser.text()).doesNotContain("Closed");
    browser.click("near");
    browser.awaitText("Executions against the cap");
    assertThat(badges(browser)).containsExactly("Near the cap");
    node.assertClean(browser);
  }

  @Test
  void theFiltersAreForAllAutomations() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/?tripped=1");

    await().atMost(TIMEOUT).until(() -> rows(browser), List.of("few paused")::equals);
    browser.clickCss("input[type=checkbox]");
    browser.fill("input[type=search]", "HALF");

    await().atMost(TIMEOUT).until(() -> rows(browser), List.of("half way")::equals);
    node.assertClean(browser);
  }

  private static List<String> rows(Browser browser) {
    return texts(browser, "tbody .row-title");
  }

  private static List<String> badges(Browser browser) {
    return texts(browser, "main .badge");
  }

  private static List<String> texts(Browser browser, String selector) {
    Object found =
        browser.run(
            "return [...document.querySelectorAll('"
                + selector
                + "')].map(e => e.textContent.trim())");
    return ((JsonArray) found).stream().map(String.class::cast).toList();
  }
}
