package io.spillway.it;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes the screenshots of the console: every view in both themes, from a node with sample data.
 */
public final class Screenshots {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 720;
  private static final List<String> DEPARTMENTS = List.of("Sales", "Finance", "IT");

  private final ConsoleNode node;
  private final Browser browser;
  private final Path pictures;

  private Screenshots(ConsoleNode node, Browser browser, Path pictures) {
    this.node = node;
    this.browser = browser;
    this.pictures = pictures;
  }

  /**
   * Starts a node and a browser, and ends both.
   *
   * @param arguments the directory for the pictures
   */
  public static void main(String[] arguments) throws IOException {
    Path pictures = Files.createDirectories(Path.of(arguments[0]));
    Path home = Files.createTempDirectory("spillway-screenshots-");
    ServerProcess server = Nodes.perClass().start(home.resolve("data"));
    try {
      ConsoleNode node = ConsoleNode.of(server, home.resolve("data"));
      new Screenshots(node, ChromeDriver.get().take(), pictures).take();
    } finally {
      server.kill();
    }
  }

  private void take() throws IOException {
    ApiCalls operations = node.operations();
    String reminders = operations.create("Remind reviewers", 1_000);
    fire(reminders, 30);
    String access = operations.create("Grant VPN access", 100);
    fire(access, 85);
    String managers = operations.create("Notify managers", 5);
    fire(managers, 12);
    operations.resolve(managers, ApiCalls.CANCEL, "A test import, nobody must be told").ok();
    String leavers = operations.create("Deprovision leavers", 25);
    fire(leavers, 260);
    String decision = operations.resolutions(managers).get(0).getString("resolutionId");
    long execution = operations.executions(leavers).get(0).id();

    browser.setSize(WIDTH, HEIGHT);
    node.open(browser, "/");
    for (String theme : List.of("light", "dark")) {
      browser.setTheme(theme);
      browser.awaitText("Client secret");
      save("sign-in", theme);
    }
    node.signIn(browser, "/");
    for (String theme : List.of("light", "dark")) {
      browser.setTheme(theme);
      String path = "/automations/" + leavers;
      show("automations", theme, "/", "Near the cap");
      show("automation", theme, path, "Breaker tripped: new executions are paused");
      show("review", theme, path + "/review", "235 paused, newest first");
      browser.clickCss("[role=option]");
      browser.awaitText("Execution " + execution);
      save("review", theme);
      browser.click("Cancel executions");
      browser.fill("#reason", "The HR import listed everybody as having left");
      save("confirmation", theme);
      String past = "/automations/" + managers + "/resolutions/" + decision;
      show("decision", theme, past, "Cancelled 7 executions");
      show("executions", theme, "/executions", "Paused by the breaker");
      show("execution", theme, "/executions/" + execution, "Details");
      show("log", theme, "/log", "breaker tripped");
      show("cluster", theme, "/cluster", "Ready");
      show("clients", theme, "/clients", "first administrator");
    }
  }

  private void fire(String automation, int count) {
    for (int i = 0; i < count; i++) {
      JsonObject profile =
          new JsonObject()
              .put("email", "user" + i % 9 + "@example.test")
              .put("groups", new JsonArray().add("all").add("vpn"));
      JsonObject context =
          new JsonObject()
              .put("user_id", "user" + i % 9)
              .put("event", "employment_ended")
              .put("department", DEPARTMENTS.get(i % DEPARTMENTS.size()))
              .put("profile", profile);
      node.operations().execute(automation, context).ok();
    }
  }

  private void show(String name, String theme, String path, String text) throws IOException {
    node.open(browser, path);
    browser.awaitText(text);
    save(name, theme);
  }

  private void save(String name, String theme) throws IOException {
    Files.write(pictures.resolve(name + "-" + theme + ".png"), browser.screenshot());
  }
}
