package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, against a real node. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleIT {
  private static final int MAX = 5;
  private static final int HELD = 20;

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static Path data;
  private static ServerProcess server;
  private static Operations node;

  @BeforeAll
  static void start() {
    data = directory.resolve("data");
    server = NODES.start(data);
    node = new Operations(server.signIn());
  }

  @Test
  void aTripIsSeenReviewedAndResumed() {
    String automation = tripped("resumed");
    Browser browser = signedIn("/");

    browser.click("resumed");
    browser.awaitText("Automation paused: too many executions");
    browser.awaitText("20 executions are held");
    browser.click("Review");
    browser.awaitText("20 held, newest first");
    browser.click("Resume");
    browser.awaitText("Resume 20 executions?");
    browser.click("Resume 20 executions");
    browser.awaitText("Resumed 20 executions");
    browser.awaitText("Done");

    assertThat(browser.path()).startsWith("/automations/" + automation + "/resolutions/");
    assertThat(node.breaker(automation).ok().getLong("pausedCount")).isZero();
    JsonObject resolution = node.resolutions(automation).get(0);
    assertThat(ResolutionRow.of(resolution).counts()).isEqualTo(new ResolutionRow.Counts(HELD, 0));
    assertClean(browser);
  }

  @Test
  void cancellingNeedsAReasonOfAtMost1024Bytes() {
    String automation = tripped("cancelled");
    Browser browser = signedIn("/automations/" + automation + "/review");

    browser.click("Cancel executions");
    browser.awaitText("Cancel 20 executions?");
    browser.click("Cancel 20 executions");
    browser.awaitText("A reason is required to cancel");
    browser.fill("#reason", "ä".repeat(512) + "x");
    browser.awaitText("1,025 of 1,024 bytes");
    browser.click("Cancel 20 executions");
    browser.awaitText("The reason has 1,025 bytes, allowed are 1,024.");
    assertThat(node.resolutions(automation)).isEmpty();
    browser.fill("#reason", "ä".repeat(512));
    browser.click("Cancel 20 executions");
    browser.awaitText("Cancelled 20 executions");

    JsonObject resolution = node.resolutions(automation).get(0);
    assertThat(resolution.getString("decision")).isEqualTo(Operations.CANCEL);
    assertThat(resolution.getString("reason")).isEqualTo("ä".repeat(512));
    assertThat(ResolutionRow.of(resolution).counts()).isEqualTo(new ResolutionRow.Counts(HELD, 0));
    assertClean(browser);
  }

  @Test
  void aWrongSecretIsRefusedInTheWordsOfTheServer() {
    Browser browser = BROWSERS.start();

    browser.open(server.url().resolve("/cluster"));
    browser.fill("#client-id", FirstClient.read(data).id());
    browser.fill("#client-secret", "wrong");
    browser.click("Sign in");

    browser.awaitText("unknown or revoked client, or wrong credentials");
    assertThat(browser.path()).isEqualTo("/sign-in");
    assertThat(browser.run("return sessionStorage.length")).isEqualTo(0);
    assertClean(browser);
  }

  @Test
  void whoSignsInComesToTheAddressThatWasAskedFor() {
    String automation = node.create("deep link", MAX);

    Browser browser = signedIn("/automations/" + automation);

    browser.awaitText("deep link");
    assertThat(browser.path()).isEqualTo("/automations/" + automation);
    browser.click("Sign out");
    browser.awaitText("Client secret");
    assertThat(browser.run("return sessionStorage.length")).isEqualTo(0);
    assertClean(browser);
  }

  @Test
  void theMainFlowNeedsNoMouse() {
    String automation = tripped("by keyboard");
    Browser browser = signedIn("/automations/" + automation);
    browser.awaitText("Automation paused: too many executions");

    browser.tabTo("Review");
    browser.press(Browser.ENTER);
    browser.awaitText("20 held, newest first");
    browser.tabTo("Resume");
    browser.press(Browser.ENTER);
    browser.awaitText("Resume 20 executions?");
    browser.tabTo("Resume 20 executions");
    browser.press(Browser.ENTER);
    browser.awaitText("Resumed 20 executions");

    assertThat(node.breaker(automation).ok().getLong("pausedCount")).isZero();
    assertClean(browser);
  }

  @Test
  void anOpenPageFindsANodeThatWasRestarted() {
    Path own = directory.resolve("restarted");
    ServerProcess first = NODES.start(own);
    int port = first.url().getPort();
    Operations before = new Operations(first.signIn());
    String automation = before.create("survivor", MAX);
    Browser browser = BROWSERS.start();
    signIn(browser, first, own, "/automations/" + automation);
    browser.awaitText("survivor");

    first.kill();
    browser.awaitText("The node does not answer.");
    ServerProcess second = NODES.launch(own, "--port", Integer.toString(port)).awaitReady();
    Operations after = new Operations(second.signIn());
    trip(after, automation);

    browser.awaitText("Automation paused: too many executions");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(browser.text()).doesNotContain("does not answer"));
    assertClean(browser);
  }

  @Test
  void twoBrowsersSeeTheSameDecision() {
    String automation = tripped("watched");
    Browser watching = signedIn("/automations/" + automation);
    watching.awaitText("Automation paused: too many executions");
    Browser deciding = signedIn("/automations/" + automation + "/review");

    deciding.click("Resume");
    deciding.click("Resume 20 executions");
    deciding.awaitText("Resumed 20 executions");

    watching.awaitText("Resumed 20");
    watching.click("Resumed 20");
    watching.awaitText("Resumed 20 executions");
    assertThat(watching.path()).isEqualTo(deciding.path());
    assertClean(watching);
  }

  @Test
  void everyViewIsAccessibleInBothThemes() throws IOException {
    String automation = tripped("accessible");
    node.resolve(automation, Operations.CANCEL, "to have a decision").ok();
    trip(node, automation);
    String decision = node.resolutions(automation).get(0).getString("resolutionId");
    long execution = node.executions(automation).get(0).id();
    Browser browser = signedIn("/");
    String axe = axe();
    List<String> findings = new ArrayList<>();

    for (String theme : List.of("light", "dark")) {
      browser.setTheme(theme);
      for (View view : views(automation, decision, execution)) {
        browser.open(server.url().resolve(view.path()));
        browser.awaitText(view.text());
        findings.addAll(findings(browser, axe, theme + " " + view.path()));
      }
      browser.open(server.url().resolve("/automations/" + automation + "/review"));
      browser.click("Cancel executions");
      browser.awaitText("Reason (required)");
      findings.addAll(findings(browser, axe, theme + " confirmation"));
    }

    assertThat(findings).isEmpty();
    assertClean(browser);
  }

  private record View(String path, String text) {}

  private static List<View> views(String automation, String decision, long execution) {
    String path = "/automations/" + automation;
    return List.of(
        new View("/", "accessible"),
        new View(path, "Automation paused: too many executions"),
        new View(path + "/review", "held, newest first"),
        new View(path + "/resolutions/" + decision, "Cancelled"),
        new View("/executions", "Held by the breaker"),
        new View("/executions/" + execution, "How it went"),
        new View("/log", "breaker tripped"),
        new View("/cluster", "Ready"));
  }

  private static List<String> findings(Browser browser, String axe, String where) {
    browser.run(axe);
    JsonArray violations =
        (JsonArray)
            browser.runAsync(
                "const done = arguments[arguments.length - 1];"
                    + "axe.run(document, {rules: {'target-size': {enabled: true}}})"
                    + ".then(r => done(r.violations), e => done([{id: String(e), nodes: []}]));");
    return violations.stream()
        .map(JsonObject.class::cast)
        .map(found -> where + ": " + found.getString("id") + " " + targets(found))
        .toList();
  }

  private static List<String> targets(JsonObject violation) {
    return violation.getJsonArray("nodes").stream()
        .map(each -> ((JsonObject) each).getValue("html").toString())
        .limit(3)
        .toList();
  }

  private static String axe() throws IOException {
    try (InputStream in = ConsoleIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String tripped(String name) {
    String automation = node.create(name, MAX);
    trip(node, automation);
    return automation;
  }

  private static void trip(Operations operations, String automation) {
    try (Burst burst = new Burst(operations, automation, 4)) {
      burst.fire(MAX + HELD);
    }
  }

  private static Browser signedIn(String path) {
    Browser browser = BROWSERS.start();
    signIn(browser, server, data, path);
    return browser;
  }

  private static void signIn(Browser browser, ServerProcess to, Path itsData, String path) {
    FirstClient client = FirstClient.read(itsData);
    browser.open(to.url().resolve(path));
    browser.fill("#client-id", client.id());
    browser.fill("#client-secret", client.secret());
    browser.click("Sign in");
    browser.awaitText("Sign out");
  }

  /** No error was told to the console, and nobody but the node was asked for anything. */
  private static void assertClean(Browser browser) {
    assertThat(browser.errors()).isEmpty();
    assertThat(browser.hosts()).hasSize(1).allMatch(host -> host.startsWith("127.0.0.1:"));
  }
}
