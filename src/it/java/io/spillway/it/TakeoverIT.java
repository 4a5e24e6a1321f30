package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.BacklogWriter;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.sql.PostgresStore;
import io.spillway.testing.PostgresServer;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a member in the middle of a resolve, again and again. The system property {@code
 * spillway.takeovers} is the number of rounds, {@code spillway.paused} of executions per resolve,
 * {@code spillway.seed} repeats the choices of an earlier run.
 */
@Timeout(value = 30 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TakeoverIT {
  private static final int TAKEOVERS = Integer.getInteger("spillway.takeovers", 2);
  private static final int PAUSED = Integer.getInteger("spillway.paused", 100_000);
  private static final long SEED = Long.getLong("spillway.seed", new Random().nextLong());
  private static final int NODES = 3;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  private final Random random = new Random(SEED);
  private final String url = PostgresServer.shared().newDatabase();
  private TestCluster cluster;
  private int inTheMiddle;

  @BeforeEach
  void startAll() {
    System.out.printf("TakeoverIT: %d times %d, -Dspillway.seed=%d%n", TAKEOVERS, PAUSED, SEED);
    cluster = new TestCluster(nodes, directory, url, NODES);
    cluster.startAll();
  }

  @Test
  void countsAreExactWhicheverMemberIsKilledInTheMiddleOfAResolve() {
    long usual = resolveUndisturbed().toMillis();
    for (int round = 1; round <= TAKEOVERS; round++) {
      int client = random.nextInt(NODES);
      int victim = random.nextInt(NODES);
      String automation = createPaused("round-" + round);

      ApiCalls asked = cluster.at(client);
      asked.breaker(automation).ok();
      CompletableFuture<ApiResponse> answer =
          asked
              .api()
              .postLater(
                  ApiCalls.resolvePath(automation),
                  ApiCalls.order(ApiCalls.RUN, "round " + round).encode());
      cluster.node(victim).letRun(Duration.ofMillis(random.nextLong(usual + 1)));
      Instant killed = Instant.now();
      cluster.node(victim).kill();

      check(automation, answer, client == victim, (victim + 1) % NODES, killed);
      cluster.launch(victim).awaitReady();
    }
    System.out.printf("TakeoverIT: %d of %d in the middle%n", inTheMiddle, TAKEOVERS);
  }

  private Duration resolveUndisturbed() {
    String automation = createPaused("undisturbed");
    ApiCalls node = cluster.at(0);
    node.breaker(automation).ok();
    Instant start = Instant.now();
    assertThat(ResolutionRow.Counts.of(node.resolve(automation, ApiCalls.RUN, "").ok()))
        .isEqualTo(all());
    return Duration.between(start, Instant.now());
  }

  private String createPaused(String automation) {
    try (PostgresStore store =
        PostgresStore.at(
            url, DatabaseSharing.SHARED, Clock.systemUTC(), new SimpleMeterRegistry())) {
      new BacklogWriter(store).add(automation, PAUSED, "{}".getBytes(StandardCharsets.UTF_8));
    }
    return automation;
  }

  /**
   * The answer is exact if there is one; if its node was killed, the run is found elsewhere, unless
   * it was killed before the decision was durable.
   */
  private void check(
      String automation,
      CompletableFuture<ApiResponse> answer,
      boolean clientsNodeWasKilled,
      int survivor,
      Instant killed) {
    ApiCalls node = cluster.at(survivor);
    Optional<ApiResponse> response = response(answer);
    if (!clientsNodeWasKilled) {
      assertThat(response).as("the answer of a node that was not killed").isPresent();
    }
    response.ifPresent(given -> assertThat(ResolutionRow.Counts.of(given.ok())).isEqualTo(all()));
    List<ResolutionRow> runs = finished(node, automation);
    if (runs.isEmpty()) {
      assertThat(response).as("an answer without a run").isEmpty();
      assertThat(node.breaker(automation).ok().getLong("pausedCount")).isEqualTo(PAUSED);
      return;
    }
    assertThat(runs).singleElement().extracting(ResolutionRow::counts).isEqualTo(all());
    ResolutionRow run = runs.get(0);
    if (killed.isAfter(run.startedAt()) && killed.isBefore(run.finishedAt().orElseThrow())) {
      inTheMiddle++;
    }
    assertThat(node.breaker(automation).ok().getLong("pausedCount")).isZero();
    assertThat(node.events().stream().filter(event -> isOf(event, run)))
        .singleElement()
        .extracting(ResolutionRow.Counts::of)
        .isEqualTo(all());
    assertThat(pausedInDatabase(automation)).isZero();
    assertThat(node.manifest(automation, run.id()))
        .hasSize(PAUSED)
        .allMatch(line -> line.getString("outcome").equals("run"))
        .extracting(line -> line.getString("executionId"))
        .doesNotHaveDuplicates();
  }

  private static Optional<ApiResponse> response(CompletableFuture<ApiResponse> answer) {
    try {
      return Optional.of(answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join());
    } catch (CompletionException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static List<ResolutionRow> finished(ApiCalls node, String automation) {
    return await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> node.resolutions(automation).stream().map(ResolutionRow::of).toList(),
            rows -> rows.stream().allMatch(ResolutionRow::isDone));
  }

  private static boolean isOf(JsonObject event, ResolutionRow run) {
    return run.id().equals(event.getString("resolutionId"));
  }

  private static ResolutionRow.Counts all() {
    return new ResolutionRow.Counts(PAUSED, 0);
  }

  private long pausedInDatabase(String automation) {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT coalesce(sum(paused), 0) FROM segment WHERE automation_id = ?")) {
      query.setString(1, automation);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new AssertionError("the database could not be read", e);
    }
  }
}
