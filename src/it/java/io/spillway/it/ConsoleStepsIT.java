package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console shows and changes of how executions are run. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleStepsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String SECRET = "t0p-s3cret";

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;
  private static String automation;
  private static String failed;
  private static String waiting;

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
    automation =
        created(
            "Greet",
            step("make", evaluates(new JsonArray().add(greeting()).add(secret()))),
            step("check", evaluates(new JsonArray().add(failing()))),
            step("never", evaluates(new JsonArray().add(greeting()))));
    failed = executed(automation, "AUTOMATION_EXECUTION_STATE_ERROR");
    String waits =
        created(
            "Wait",
            step(
                "sleep",
                new JsonObject()
                    .put("waitForDuration", new JsonObject().put("duration", "36000s"))));
    waiting = executed(waits, "AUTOMATION_EXECUTION_STATE_WAITING");
  }

  private static String created(String name, JsonObject... steps) {
    return ApiCalls.idOf(
        node.operations()
            .api()
            .post(
                "/api/v1/automations",
                new JsonObject()
                    .put("displayName", name)
                    .put("enabled", true)
                    .put("automationSteps", new JsonArray(List.of(steps))))
            .ok());
  }

  private static JsonObject step(String name, JsonObject kind) {
    return new JsonObject().put("stepName", name).mergeIn(kind);
  }

  private static JsonObject evaluates(JsonArray expressions) {
    return new JsonObject()
        .put("evaluateExpressions", new JsonObject().put("expressions", expressions));
  }

  private static JsonObject greeting() {
    return expression("greeting", "'hello ' + ctx.trigger.user_id");
  }

  private static JsonObject secret() {
    return expression("token", "'" + SECRET + "'").put("isSecret", true);
  }

  private static JsonObject failing() {
    return expression("name", "ctx.trigger.user_id.name");
  }

  private static JsonObject expression(String key, String cel) {
    return new JsonObject().put("key", key).put("expressionCel", cel);
  }

  /** An execution that has come to this state. */
  private static String executed(String id, String state) {
    String execution =
        node.operations()
            .execute(id, new JsonObject().put("user_id", "u1"))
            .ok()
            .getString("executionId");
    await("an execution in " + state)
        .atMost(TIMEOUT)
        .until(
            () ->
                node.operations()
                    .execution(Long.parseLong(execution))
                    .ok()
                    .getJsonObject("automationExecution")
                    .getString("state"),
            state::equals);
    return execution;
  }

  @Test
  void theStepsOfAnExecutionAreATimelineWithOutputsAndErrors() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/executions/" + failed);

    browser.awaitText("Not reached");
    assertThat(browser.text())
        .containsSubsequence("Completed", "make", "Failed", "check", "Not reached", "never");
    browser.clickCss(".steps details summary");
    browser.awaitText("\"hello u1\"");
    assertThat(browser.text()).contains("***").doesNotContain(SECRET);
    // It is still open after the next look at the node.
    Object before = requests(browser);
    await().atMost(TIMEOUT).until(() -> requests(browser), now -> !now.equals(before));
    assertThat(browser.text()).contains("\"hello u1\"");
    node.assertClean(browser);
  }

  private static Object requests(Browser browser) {
    return browser.run(
        "return performance.getEntriesByType('resource').filter(e => e.name.endsWith('/steps')).length");
  }

  @Test
  void aStepThatWaitsTellsUntilWhen() {
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/executions/" + waiting);

    browser.awaitText("Waits until in 9 hours");

    assertThat(browser.offers("Retry")).isFalse();
    assertThat(browser.offers("Terminate")).isTrue();
    node.assertClean(browser);
  }

  @Test
  void anErrorIsRetried() {
    String execution = executed(automation, "AUTOMATION_EXECUTION_STATE_ERROR");
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/executions/" + execution);

    browser.click("Retry");
    browser.awaitText("Try this execution again?");
    browser.click("Retry");

    await("the retry is in the system log")
        .atMost(TIMEOUT)
        .until(
            () ->
                node.operations().events().stream()
                    .filter(event -> "execution_retried".equals(event.getString("event")))
                    .anyMatch(event -> execution.equals(event.getString("executionId"))));
    node.open(browser, "/log?kind=execution_retried");
    browser.awaitText("execution " + execution + " was retried");
    node.assertClean(browser);
  }

  @Test
  void theRunnerIsShownAndConfigured() {
    String configured = created("Configured");
    Browser browser = BROWSERS.start();
    node.signIn(browser, "/automations/" + configured);
    browser.awaitText("64 at once");

    browser.click("Configure the runner");
    browser.fill("#runner-concurrent", "0");
    browser.click("Save");
    browser.awaitText("At once is 0, must be 1 to 10,000.");
    browser.fill("#runner-concurrent", "5");
    browser.fill("#runner-per-second", "7");
    browser.click("Save");
    browser.awaitText("5 at once, 7 started per second");
    browser.click("Configure the runner");
    browser.run(
        """
        const mode = document.querySelector('#runner-mode');
        mode.value = 'EXTERNAL';
        mode.dispatchEvent(new Event('change', {bubbles: true}));
        """);
    browser.awaitText("Spillway starts none.");
    browser.click("Save");
    browser.awaitText("Somebody else");

    assertThat(
            node.operations()
                .automation(configured)
                .ok()
                .getJsonObject("automation")
                .getJsonObject("runner"))
        .isEqualTo(
            new JsonObject()
                .put("mode", "EXTERNAL")
                .put("maxConcurrent", 5)
                .put("maxPerSecond", 7));
    node.open(browser, "/log?kind=automation_updated&automation=" + configured);
    browser.awaitText("Started per second");
    browser.awaitText("no limit");
    node.assertClean(browser);
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1280})
  void nothingKeepsAnybodyFromUsingItInEitherTheme(int width) {
    Browser browser = BROWSERS.start();
    browser.setSize(width, 844);
    Axe axe = Axe.read();
    List<String> findings = new ArrayList<>();
    node.signIn(browser, "/");

    for (String theme : List.of("light", "dark")) {
      browser.setTheme(theme);
      look(browser, "/executions/" + failed, "Not reached");
      browser.clickCss(".steps details summary");
      browser.awaitText("\"hello u1\"");
      findings.addAll(axe.findings(browser, theme + " failed execution"));
      look(browser, "/executions/" + waiting, "Waits until");
      findings.addAll(axe.findings(browser, theme + " waiting execution"));
      look(browser, "/automations/" + automation, "64 at once");
      browser.click("Configure the runner");
      browser.awaitText("At once, at most");
      findings.addAll(axe.findings(browser, theme + " runner"));
    }

    assertThat(findings).isEmpty();
    node.assertClean(browser);
  }

  private static void look(Browser browser, String path, String text) {
    node.open(browser, path);
    browser.awaitText(text);
    assertThat(browser.run("return document.documentElement.scrollWidth"))
        .as(path)
        .isEqualTo(browser.run("return document.documentElement.clientWidth"));
  }
}
