package io.spillway.fuzz;

import io.spillway.it.Api;
import io.spillway.it.FirstClient;
import io.spillway.it.ServerProcess;
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
  private static final int PATIENCE_MILLIS = 5_000;

  /** Each takes some requests to look at. */
  private static final int AUTOMATIONS_LOOKED_AT = 400;

  private Fuzz() {}

  /** See {@code scripts/fuzz.sh --help}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    FuzzOptions options;
    try {
      options = FuzzOptions.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("fuzz.sh: " + e.getMessage() + "; --help tells what is allowed");
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
    FirstClient client = FirstClient.readFile(options.credentials().orElseThrow());
    fuzz(url, client, options);
  }

  private static void againstOwnNode(FuzzOptions options) throws IOException, InterruptedException {
    Path data = options.work().resolve("data");
    Path log = Files.createFile(options.work().resolve("node.log"));
    ServerProcess node = start(data, log);
    try {
      Judged judged = fuzz(node.url(), FirstClient.read(data), options);
      node.kill();
      node = start(data, log);
      Snapshot after = look(node.url(), FirstClient.read(data), judged.ledger);
      require(
          "A node that was killed and started shows something else.",
          Books.differences(judged.shown, after));
    } finally {
      if (node.isAlive()) {
        node.kill();
      }
    }
  }

  private static ServerProcess start(Path data, Path log) {
    ServerProcess node = ServerProcess.launch(data, log, Map.of(), List.of("--port", "0"));
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

  private static Judged fuzz(URI url, FirstClient client, FuzzOptions options)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (FuzzRun run =
        new FuzzRun(
            url, token(url, client), options.seed(), Set.of(client.id()), PATIENCE_MILLIS)) {
      run.send(options.requests());
      System.out.printf(
          "%d s; %s%n", Duration.ofNanos(System.nanoTime() - begun).toSeconds(), run.summary());
      if (!Api.isReady(url)) {
        throw new Finding("The node is not ready afterwards.");
      }
      Snapshot shown = look(url, client, run.ledger());
      require("What the node shows does not add up.", Books.problems(shown, run.ledger()));
      System.out.printf(
          "%d executions of %d automations add up%n",
          shown.executions().size(), run.ledger().automations.size());
      return new Judged(shown, run.ledger());
    }
  }

  private static Snapshot look(URI url, FirstClient client, Ledger ledger) {
    Set<String> alive = new TreeSet<>(ledger.automations);
    alive.removeAll(ledger.deleted);
    List<String> some =
        alive.stream()
            .sorted(Comparator.comparing((String id) -> !ledger.executions.containsKey(id)))
            .limit(AUTOMATIONS_LOOKED_AT)
            .toList();
    return Snapshot.read(Api.withToken(url, token(url, client)), some);
  }

  private static String token(URI url, FirstClient client) {
    JsonObject answer = Api.token(url, client.secretForm()).ok();
    return answer.getString("access_token");
  }

  private static void require(String claim, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new Finding(
          claim + problems.stream().limit(20).collect(Collectors.joining("\n  ", "\n  ", "")));
    }
  }

  /** A run that is over. */
  private record Judged(Snapshot shown, Ledger ledger) {}
}
