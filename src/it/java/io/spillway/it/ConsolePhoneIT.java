package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console on a phone: read without effort, used with a thumb. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsolePhoneIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int WIDTH = 390;
  private static final int HEIGHT = 844;

  /** Every word of at most twenty letters that is on two lines; ids and JSON are no words. */
  private static final String BROKEN_WORDS =
      """
      const broken = [];
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      while (texts.nextNode()) {
        const text = texts.currentNode;
        const around = text.parentElement;
        if (!around.checkVisibility() || around.closest('.id, .json, .unseen, option')) continue;
        const word = /(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}]{2,20}(?![\\p{L}\\p{N}])/gu;
        for (const found of text.data.matchAll(word)) {
          range.setStart(text, found.index);
          range.setEnd(text, found.index + found[0].length);
          const lines = [...range.getClientRects()].filter(r => r.width > 0).map(r => Math.round(r.top));
          if (new Set(lines).size > 1) broken.push(found[0] + ' in ' + text.data.trim());
        }
      }
      return broken;
      """;

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;
  private static String automation;
  private static final Map<String, String> VIEWS = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
    automation = node.operations().create("Deprovision contractors", ConsoleNode.MAX);
    for (int i = 0; i < 60; i++) {
      node.operations().execute(automation, context(i)).ok();
    }
    node.update(
        automation,
        new JsonObject()
            .put("description", "Takes the accounts of contractors away. ".repeat(20).strip())
            .put("annotations", new JsonObject().put("team", "identity-and-access")));
    String decided = node.tripped("Notify the managers of everybody");
    node.operations().resolve(decided, ApiCalls.CANCEL, "A test import. ".repeat(60).strip()).ok();
    String decision = node.operations().resolutions(decided).get(0).getString("resolutionId");
    long execution = node.operations().executions(automation).get(0).id();
    VIEWS.put("/", "Deprovision contractors");
    VIEWS.put("/automations/" + automation, "Executions against the cap");
    VIEWS.put("/automations/" + automation + "/review", "55 paused, newest first");
    VIEWS.put("/automations/" + decided, "Cancelled 20");
    VIEWS.put("/automations/" + decided + "/resolutions/" + decision, "Cancelled 20 executions");
    VIEWS.put("/executions", "Deprovision contractors");
    VIEWS.put("/executions/" + execution, "employment_ended");
    VIEWS.put("/log", "Description");
    VIEWS.put("/cluster", "Ready");
    VIEWS.put("/clients", "first administrator");
    VIEWS.put("/nowhere", "There is nothing here");
  }

  private static JsonObject context(int i) {
    return new JsonObject()
        .put("user_id", "user" + i)
        .put("event", "employment_ended")
        .put("department", "Information technology");
  }

  @ParameterizedTest
  @ValueSource(ints = {WIDTH, 1280})
  void noWordIsBrokenAndNothingIsBesideThePage(int width) {
    Browser browser = BROWSERS.start();
    browser.setSize(width, HEIGHT);
    node.signIn(browser, "/");

    VIEWS.forEach(
        (path, text) -> {
          node.open(browser, path);
          browser.awaitText(text);
          assertThat((JsonArray) browser.run(BROKEN_WORDS)).as(path).isEmpty();
          assertThat(browser.run("return document.documentElement.scrollWidth"))
              .as(path)
              .isEqualTo(browser.run("return document.documentElement.clientWidth"));
        });
  }

  @Test
  void aTappedRowShowsItsContextInView() {
    Browser browser = signedIn("/automations/" + automation + "/review");
    browser.awaitText("55 paused, newest first");
    browser.run("document.querySelector('.rows').scrollIntoView({block: 'start'})");

    browser.clickCss("[role=option]");

    browser.awaitText("employment_ended");
    await("the context is in view, above the buttons")
        .atMost(TIMEOUT)
        .until(
            () ->
                browser.run(
                    """
                    const context = document.querySelector('.chosen .json').getBoundingClientRect();
                    const buttons = document.querySelector('.decide').getBoundingClientRect();
                    return context.top >= 0 && context.bottom <= buttons.top;
                    """),
            Boolean.TRUE::equals);
    assertThat(browser.run("return document.activeElement.className")).isEqualTo("card chosen");
    browser.click("Back to the list");
    assertThat(browser.run("return document.activeElement.getAttribute('role')"))
        .isEqualTo("listbox");
    node.assertClean(browser);
  }

  @Test
  void theChartIsDrawnForItsWidth() {
    Browser browser = signedIn("/automations/" + automation);
    browser.awaitText("counted so far");

    JsonObject chart =
        (JsonObject)
            browser.run(
                """
                const svg = document.querySelector('window-chart svg');
                const texts = [...svg.querySelectorAll('text')].map(t => t.getBoundingClientRect());
                return {
                  scale: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
                  text: Math.min(...texts.map(t => t.height)),
                  inside: texts.every(t => t.left >= 0 && t.right <= innerWidth),
                };
                """);

    assertThat(chart.getDouble("scale")).isBetween(0.95, 1.05);
    assertThat(chart.getDouble("text")).isGreaterThan(11);
    assertThat(chart.getBoolean("inside")).isTrue();
    browser.setSize(1280, HEIGHT);
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                ((Number)
                        browser.run(
                            "return document.querySelector('window-chart svg').viewBox.baseVal.width"))
                    .intValue(),
            width -> width > 600);
    node.assertClean(browser);
  }

  private static Browser signedIn(String path) {
    Browser browser = BROWSERS.start();
    browser.setSize(WIDTH, HEIGHT);
    node.signIn(browser, path);
    return browser;
  }
}
