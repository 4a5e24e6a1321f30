package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * A node whose console is tested.
 *
 * @param server its process
 * @param data its directory
 * @param operations calls of its first administrator
 */
record ConsoleNode(ServerProcess server, Path data, ApiCalls operations) {
  /** The most executions an hour of an automation that {@link #tripped} makes. */
  static final int MAX = 5;

  /** The number of paused executions after that. */
  static final int PAUSED = 20;

  /** A node that resolves one segment after the other, so that there is progress to be seen. */
  static ConsoleNode start(Nodes nodes, Path data) {
    return of(nodes.launch(data, "--port", "0", "--resolve-in-flight", "1").awaitReady(), data);
  }

  static ConsoleNode of(ServerProcess server, Path data) {
    return new ConsoleNode(server, data, new ApiCalls(server.signIn()));
  }

  /** Makes an automation and fires triggers until its breaker trips; answers its id. */
  String tripped(String name) {
    String automation = operations.create(name, MAX);
    trip(automation, PAUSED);
    return automation;
  }

  /** Fires as many triggers as are admitted, and so many more. */
  void trip(String automation, int paused) {
    try (ConcurrentTriggers burst = new ConcurrentTriggers(operations, automation, 8)) {
      burst.fire(MAX + paused);
    }
  }

  /** Changes fields of an automation. */
  void update(String automation, JsonObject fields) {
    operations
        .api()
        .post(ApiCalls.pathOf(automation), new JsonObject().put("automation", fields))
        .ok();
  }

  /** Opens an address as a stranger, and signs in as the first administrator. */
  void signIn(Browser browser, String path) {
    AdminCredentials client = AdminCredentials.read(data);
    signIn(browser, path, client.id(), client.secret());
  }

  void signIn(Browser browser, String path, String clientId, String secret) {
    open(browser, path);
    browser.fill("#client-id", clientId);
    browser.fill("#client-secret", secret);
    browser.click("Sign in");
    browser.awaitText("Sign out");
  }

  void open(Browser browser, String path) {
    browser.open(server.url().resolve(path));
  }

  /** The browser logged no error and sent requests to the node only. */
  void assertClean(Browser browser) {
    assertThat(browser.errors()).isEmpty();
    assertThat(browser.hosts()).containsExactly(server.url().getAuthority());
  }
}
