package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The console while its node does not answer. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleSilenceIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String SILENCE =
      "The node does not answer. What you see may be out of date.";

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir Path directory;

  @Test
  void itIsSaidOnEveryViewAndTakenBack() {
    ConsoleNode before = ConsoleNode.start(nodes, directory.resolve("data"));
    String automation = before.tripped("on call");
    List<String> paths =
        List.of(
            "/",
            "/automations/" + automation,
            "/automations/" + automation + "/review",
            "/executions",
            "/log",
            "/cluster",
            "/clients");
    List<Browser> browsers = paths.stream().map(path -> signedIn(before, path)).toList();

    before.server().kill();

    browsers.forEach(browser -> browser.awaitText(SILENCE));
    String port = Integer.toString(before.server().url().getPort());
    nodes.launch(before.data(), "--port", port).awaitReady();
    browsers.forEach(
        browser ->
            await()
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(browser.text()).doesNotContain("does not answer")));
    browsers.forEach(before::assertClean);
  }

  @Test
  void aViewThatCouldNotBeLoadedIsLoadedWhenTheNodeIsBack() {
    ConsoleNode before = ConsoleNode.start(nodes, directory.resolve("data"));
    before.tripped("on call");
    Browser browser = signedIn(before, "/cluster");

    before.server().kill();
    browser.click("Executions");
    browser.awaitText("This could not be loaded");
    browser.awaitText("The node does not answer. The page tries again by itself.");
    browser.awaitText("Look again");
    for (String theme : List.of("light", "dark")) {
      browser.setTheme(theme);
      assertThat(Axe.read().findings(browser, theme)).isEmpty();
    }
    String port = Integer.toString(before.server().url().getPort());
    nodes.launch(before.data(), "--port", port).awaitReady();

    browser.awaitText("Paused by the breaker");
    before.assertClean(browser);
  }

  @Test
  void aNodeThatHangsIsNotTakenForOneThatAnswers() {
    ConsoleNode node = ConsoleNode.start(nodes, directory.resolve("data"));
    Browser browser = signedIn(node, "/log");

    signal(node, "STOP");
    try {
      browser.awaitText(SILENCE);
    } finally {
      signal(node, "CONT");
    }

    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(browser.text()).doesNotContain("does not answer"));
    node.assertClean(browser);
  }

  private static Browser signedIn(ConsoleNode node, String path) {
    Browser browser = BROWSERS.start();
    node.signIn(browser, path);
    return browser;
  }

  private static void signal(ConsoleNode node, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(node.server().pid())).start().waitFor();
    } catch (IOException e) {
      throw new AssertionError("the signal was not sent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
