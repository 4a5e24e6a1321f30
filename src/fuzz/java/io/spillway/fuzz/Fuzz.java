package io.spillway.fuzz;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Fuzzes a node by its OpenAPI document. Ends with 0 if nothing was found, with 1 and the request
 * if something was, with 2 if the command line cannot be used.
 */
public final class Fuzz {
  private static final int TIMEOUT_MILLIS = 5_000;

  /** Each takes several requests to read. */
  private static final int MAX_AUTOMATIONS_READ = 400;

  private Fuzz() {}

  /** See {@code scripts/fuzz.sh --help}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    FuzzOptions options;
    try {
      options = FuzzOptions.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("fuzz.sh: " + e.getMessage() + "; see --help");
      System.exit(2);
      return;
    }
    System.out.printf("%d requests of seed %d%n", options.requests(), options.seed());
    try {
      if (options.url().isPresent()) {
        against(options.url().get(), options);
      } else {
        againstOwnNode(options);
      }
    } catch (Finding | AssertionError finding) {
      System.out.println("FOUND: " + finding.getMessage());
      System.out.printf(
          "Again: scripts/fuzz.sh --requests %d --seed %d%n", options.requests(), options.seed());
      System.exit(1);
    }
    System.out.println("Nothing was found.");
    System.exit(0);
  }

  private static void against(URI url, FuzzOptions options)
      throws IOException, InterruptedException {
    AdminCredentials client = AdminCredentials.readFile(options.credentials().orElseThrow());
    fuzz(url, client, options);
  }

  private static void againstOwnNode(FuzzOptions options) throws IOException, InterruptedException {
    Path data = options.work().resolve("data");
    Path log = Files.createFile(options.work().resolve("node.log"));
    ServerProcess node = start(data, log);
    try {
      Outcome outcome = fuzz(node.url(), AdminCredentials.read(data), options);
      node.kill();
      node = start(data, log);
      ObservedState after = observe(node.url(), AdminCredentials.read(data), outcome.expected);
      require(
          "A node reports another state after kill and restart.",
          StateOracle.differences(outcome.shown, after));
    } finally {
      if (node.isAlive()) {
        node.kill();
      }
    }
  }

  private static ServerProcess start(Path data, Path log) {
    ServerProcess node =
        ServerProcess.launch(data, log, Map.of(), List.of("-Xmx512m"), List.of("--port", "0"));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (node.isAlive()) {
                    node.kill();
                  }
                }));
    return node.awaitReady();
  }

  private static Outcome fuzz(URI url, AdminCredentials client, FuzzOptions options)
      throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    try (FuzzRun run =
        new FuzzRun(url, token(url, client), options.seed(), Set.of(client.id()), TIMEOUT_MILLIS)) {
      run.send(options.requests());
      System.out.printf(
          "%d s; %s%n",
          Duration.ofNanos(System.nanoTime() - startNanos).toSeconds(), run.summary());
      if (!ServerApi.isReady(url)) {
        throw new Finding("The node is not ready afterwards.");
      }
      ObservedState shown = observe(url, client, run.expected());
      require(
          "The state that the node reports contradicts its responses.",
          StateOracle.problems(shown, run.expected()));
      System.out.printf(
          "%d executions of %d automations add up%n",
          shown.executions().size(), run.expected().automations.size());
      return new Outcome(shown, run.expected());
    }
  }

  private static ObservedState observe(URI url, AdminCredentials client, ExpectedState expected) {
    Set<String> alive = new TreeSet<>(expected.automations);
    alive.removeAll(expected.deleted);
    List<String> some =
        alive.stream()
            .sorted(Comparator.comparing((String id) -> !expected.executions.containsKey(id)))
            .limit(MAX_AUTOMATIONS_READ)
            .toList();
    return ObservedState.read(ServerApi.withToken(url, token(url, client)), some);
  }

  private static String token(URI url, AdminCredentials client) {
    JsonObject answer = ServerApi.token(url, client.secretForm()).ok();
    return answer.getString("access_token");
  }

  private static void require(String claim, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new Finding(
          claim + problems.stream().limit(20).collect(Collectors.joining("\n  ", "\n  ", "")));
    }
  }

  /** The result of a run. */
  private record Outcome(ObservedState shown, ExpectedState expected) {}
}
