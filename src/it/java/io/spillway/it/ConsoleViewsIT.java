package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every view of the console, in a real browser, for everybody. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleViewsIT {
  private static final String PAUSED = "Breaker tripped: new executions are paused";

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;
  private static List<View> views;

  private record View(String path, String text) {}

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
    String automation = node.tripped("everywhere");
    node.operations().resolve(automation, ApiCalls.CANCEL, "to have a decision").ok();
    node.trip(automation, ConsoleNode.PAUSED);
    String path = "/automations/" + automation;
    String decision = node.operations().resolutions(automation).get(0).getString("resolutionId");
    long execution = node.operations().executions(automation).get(0).id();
    views =
        List.of(
            new View("/", "everywhere"),
            new View(path, PAUSED),
            new View(path + "/review", "20 paused, newest first"),
            new View(path + "/resolutions/" + decision, "Cancelled 20 executions"),
            new View("/executions", "Paused by the breaker"),
            new View("/executions/" + execution, "Details"),
            new View("/log", "breaker tripped"),
            new View("/cluster", "Ready"),
            new View("/clients", "first administrator"),
            new View("/nowhere", "There is nothing here"));
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1280})
  void nothingKeepsAnybodyFromUsingThemInEitherTheme(int width) {
    Browser browser = BROWSERS.start();
    browser.setSize(width, 844);
    Axe axe = Axe.read();
    List<String> findings = new ArrayList<>();

    node.open(browser, "/");
    browser.awaitText("Client secret");
    findings.addAll(axe.findings(browser, "sign in"));
    node.signIn(browser, "/");
    for (String theme : List.of("light", "dark")) {
      browser.setTheme(theme);
      for (View view : views) {
        node.open(browser, view.path());
        browser.awaitText(view.text());
        findings.addAll(axe.findings(browser, theme + " " + view.path()));
      }
      node.open(browser, views.get(2).path());
      browser.awaitText("20 paused, newest first");
      browser.run("document.querySelector('.rows').scrollIntoView({block: 'start'})");
      browser.clickCss("[role=option]");
      browser.awaitText("It is empty.");
      findings.addAll(axe.findings(browser, theme + " chosen execution"));
      browser.click("Cancel executions");
      browser.awaitText("Reason (required)");
      findings.addAll(axe.findings(browser, theme + " confirmation"));
    }

    assertThat(findings).isEmpty();
    node.assertClean(browser);
  }

  @Test
  void theyAreReadOnASmallPhoneWithoutScrollingSideways() {
    Browser browser = BROWSERS.start();
    browser.setSize(360, 740);
    node.signIn(browser, "/");

    for (View view : views) {
      node.open(browser, view.path());
      browser.awaitText(view.text());
      assertThat(browser.run("return document.documentElement.scrollWidth"))
          .as(view.path())
          .isEqualTo(browser.run("return document.documentElement.clientWidth"));
    }
  }

  @Test
  void theBackButtonGoesThroughThem() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/");
    browser.click("everywhere");
    browser.awaitText(PAUSED);
    browser.click("Review");
    browser.awaitText("20 paused, newest first");

    browser.run("history.back()");
    browser.awaitText(PAUSED);
    assertThat(browser.path()).isEqualTo(views.get(1).path());
    browser.run("history.back()");
    browser.awaitText("New automation");

    assertThat(browser.path()).isEqualTo("/");
    node.assertClean(browser);
  }

  @Test
  void theAddressKeepsTheFilterOfTheSystemLog() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/log?kind=breaker_tripped");
    browser.awaitText("breaker tripped");

    assertThat(browser.run("return document.querySelector('select[name=kind]').value"))
        .isEqualTo("breaker_tripped");
    assertThat(browser.run("return document.querySelectorAll('tbody tr').length")).isEqualTo(2);
    browser.run("document.querySelector('tbody button').click()");
    browser.awaitText("Save as JSON");
    browser.awaitText("breaker_tripped");
    browser.click("Close");
    await().until(() -> browser.run("return document.querySelector('dialog')") == null);
    node.assertClean(browser);
  }
}
